using System.Text.RegularExpressions;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat.Markdown;

/// <summary>The examples of the CommonMark specification, from its npm package.</summary>
public sealed partial class CommonMarkExamplesTests
{
    private static readonly string Specification = Path.Combine(Repository.Root, "tests/sdk-node/node_modules/commonmark-spec/spec.txt");

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(1000)]
    public void Each_example_in_chunks_is_as_at_once(int length)
    {
        foreach (var example in Examples()) Law.Holds(example, length);
    }

    [Fact]
    public void Examples_that_follow_one_another_are_as_at_once()
    {
        var examples = Examples();
        for (var i = 0; i + 4 < examples.Count; i += 3)
        {
            Law.Holds(string.Join("\n\n", examples.Skip(i).Take(4)), 5, 1, 17);
            Law.Holds(string.Join('\n', examples.Skip(i).Take(4)), 11, 2);
        }
    }

    [Fact]
    public void The_specification_itself_is_as_at_once()
    {
        var text = File.ReadAllText(Specification);
        Assert.Equal(OneShot.Of(text), Law.InChunks(text, 4000, 1, 97));
    }

    private static List<string> Examples()
    {
        Assert.True(File.Exists(Specification), "The specification is not installed. Run: npm ci --prefix tests/sdk-node");
        var examples = Example().Matches(File.ReadAllText(Specification)).Select(m => m.Groups[1].Value.Replace('→', '\t')).ToList();
        Assert.True(examples.Count > 640, $"only {examples.Count} examples were found");
        return examples;
    }

    [GeneratedRegex(@"^`{32} example\n([\s\S]*?)^\.\n[\s\S]*?^`{32}$", RegexOptions.Multiline)]
    private static partial Regex Example();
}
