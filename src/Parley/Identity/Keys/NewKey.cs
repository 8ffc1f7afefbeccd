using Parley.Gateway.Ports;
using Parley.Shared;

namespace Parley.Identity.Keys;

/// <summary>A key that somebody asks for.</summary>
internal sealed record NewKey(string Name, IReadOnlyCollection<string> Scopes, TimeSpan? Lifetime, string? MadeBy)
{
    /// <summary>Its streams outlive their connections.</summary>
    public bool KeepsStreams { get; init; }

    /// <summary>What it may ask for.</summary>
    public CallerLimits Limits { get; init; } = new();

    /// <summary>Answers to its requests at temperature 0 are kept this long; null for not.</summary>
    public int? CacheSeconds { get; init; }

    /// <summary>The person that it will belong to; null for the installation's own.</summary>
    public Guid? UserId { get; init; }

    public const int MaxName = 100;

    /// <summary>What is wrong with it, by field of the API; empty when nothing is.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        KeyRules.Name(Name, problems);
        if (Scopes.Count == 0)
            problems["scopes"] = [$"must name at least one of {string.Join(", ", KeyScopes.All)}"];
        else if (KeyScopes.FindUnknown(Scopes) is { } unknown)
            problems["scopes"] = [$"holds \"{Printable(unknown)}\", which is none of {string.Join(", ", KeyScopes.All)}"];
        else if (UserId is null && Scopes.Contains(Policies.Chat))
            problems["scopes"] = ["holds \"chat\", which only a key that belongs to a user can have: make it while signed in"];
        KeyRules.Lifetime(Lifetime, problems);
        KeyRules.Limits(Limits, problems);
        KeyRules.CacheSeconds(CacheSeconds, problems);
        return problems;
    }

    private static string Printable(string text) => new([.. text.Take(40).Where(c => !char.IsControl(c))]);
}
