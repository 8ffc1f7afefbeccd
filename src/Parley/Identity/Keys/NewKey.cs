using Parley.Shared;

namespace Parley.Identity.Keys;

/// <summary>A key that somebody asks for.</summary>
internal sealed record NewKey(string Name, IReadOnlyCollection<string> Scopes, TimeSpan? Lifetime, string? MadeBy)
{
    /// <summary>Its streams outlive their connections.</summary>
    public bool KeepsStreams { get; init; }

    public const int MaxName = 100;
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(3650);

    /// <summary>What is wrong with it, by field of the API; empty when nothing is.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        if (Name.Length is 0 or > MaxName || Name.Trim().Length != Name.Length)
            problems["name"] = [$"must have 1 to {MaxName} characters, without spaces around them"];
        else if (Name.Any(char.IsControl))
            problems["name"] = ["must be one line of text"];
        if (Scopes.Count == 0)
            problems["scopes"] = [$"must name at least one of {string.Join(", ", KeyScopes.All)}"];
        else if (KeyScopes.FindUnknown(Scopes) is { } unknown)
            problems["scopes"] = [$"holds \"{Printable(unknown)}\", which is none of {string.Join(", ", KeyScopes.All)}"];
        if (Lifetime is { } lifetime && (lifetime <= TimeSpan.Zero || lifetime > MaxLifetime))
            problems["expiresInDays"] = [$"must be between 1 and {MaxLifetime.TotalDays}"];
        return problems;
    }

    private static string Printable(string text) => new([.. text.Take(40).Where(c => !char.IsControl(c))]);
}
