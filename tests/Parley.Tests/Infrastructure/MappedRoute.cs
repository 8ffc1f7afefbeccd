using System.Text.RegularExpressions;

namespace Parley.Tests.Infrastructure;

/// <summary>A route and the policy that it states; null when it states none.</summary>
internal sealed partial record MappedRoute(string Method, string Path, string? Policy)
{
    public const string Anonymous = "anonymous";
    public const string OwnPolicy = "a policy of its own";

    /// <summary>Parameters outside of the path that can only be ids.</summary>
    public IReadOnlyList<string> IdQueries { get; init; } = [];

    /// <summary>The names of the path's parameters.</summary>
    public IReadOnlyList<string> Names => [.. Parameter().Matches(Path).Select(match => match.Groups[1].Value)];

    public bool IsFallback => Path.Contains("{**path", StringComparison.Ordinal) || Path.Contains("{*path", StringComparison.Ordinal);

    /// <summary>The path as OpenAPI writes it: no stars and constraints in its parameters.</summary>
    public string Template => Parameter().Replace(Path, "{$1}");

    /// <summary>A path that leads to this route.</summary>
    public string Example => Parameter().Replace(Path, "some-$1");

    public bool Matches(string path)
    {
        var mine = Template.Split('/');
        var theirs = path.TrimEnd('/').Split('/');
        return mine.Length == theirs.Length && mine.Zip(theirs).All(pair => pair.First.StartsWith('{') || pair.First == pair.Second);
    }

    public override string ToString() => $"{Method,-6} {Path,-40} {Policy ?? "NO POLICY"}";

    [GeneratedRegex(@"\{\**(\w+)[^}]*\}")]
    private static partial Regex Parameter();
}
