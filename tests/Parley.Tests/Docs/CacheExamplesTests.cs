using System.Diagnostics;
using System.Text.RegularExpressions;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Docs;

/// <summary>The commands of <c>docs/cache.md</c>, typed one after the other, say what the page says that they say.</summary>
[Trait("Pace", "slow")]
public sealed partial class CacheExamplesTests
{
    [Fact]
    public async Task The_examples_say_what_the_page_says()
    {
        await using var server = new ParleyServer();
        var key = await server.CreateKeyAsync();
        await server.StartAsync();
        var examples = Example().Matches(Page.All.Single(page => page.Name == "docs/cache.md").Text);
        Assert.True(examples.Count >= 5);
        foreach (Match example in examples)
        {
            var said = await RunAsync(example.Groups["command"].Value.Replace("http://localhost:5080", server.BaseAddress.ToString().TrimEnd('/'), StringComparison.Ordinal), key);
            foreach (var line in example.Groups["said"].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)) Assert.Contains(line, said, StringComparison.Ordinal);
        }
    }

    private static async Task<string> RunAsync(string command, string key)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", command]) { RedirectStandardOutput = true, Environment = { ["PARLEY_KEY"] = key } })!;
        var said = await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, shell.ExitCode);
        return said;
    }

    // A command, some words, and what is to be seen.
    [GeneratedRegex(@"```bash\n(?<command>curl(?:(?!```).)*)\n```\n\n```text\n(?<said>(?:(?!```).)*)\n```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
