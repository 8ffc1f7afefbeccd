using System.Text.RegularExpressions;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Docs;

/// <summary>One page of the documentation.</summary>
internal sealed partial record Page(string Name, string Text)
{
    /// <summary>README.md, CONTRIBUTING.md, and everything under docs/ and bench/.</summary>
    public static IReadOnlyList<Page> All { get; } =
    [
        .. Directory.GetFiles(Repository.Root, "*.md")
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(Path.Combine(Repository.Root, "bench"), "*.md"))
            .Select(file => new Page(Path.GetRelativePath(Repository.Root, file), File.ReadAllText(file).ReplaceLineEndings("\n"))),
    ];

    public string Folder => Path.Combine(Repository.Root, Path.GetDirectoryName(Name)!);

    /// <summary>Targets of links and pictures.</summary>
    public IEnumerable<string> Links => Link().Matches(Text).Select(match => match.Groups[1].Value);

    /// <summary>The names that links may have after their hash sign.</summary>
    public IEnumerable<string> Anchors => Heading().Matches(Text).Select(match =>
        new string([.. match.Groups[1].Value.Trim().ToLowerInvariant().Where(c => char.IsLetterOrDigit(c) || c is ' ' or '-' or '_')]).Replace(' ', '-'));

    /// <summary>Lines of blocks of code, and code within lines.</summary>
    public IEnumerable<string> Code => Block().Matches(Text).SelectMany(block => block.Groups[1].Value.Split('\n'))
        .Concat(Inline().Matches(Block().Replace(Text, "")).Select(code => code.Groups[1].Value)).Select(line => line.Trim());

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("^```\\w*\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Inline();
}
