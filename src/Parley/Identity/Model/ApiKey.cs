namespace Parley.Identity.Model;

/// <summary>What is kept of an API key. A revoked key stays: usage refers to it.</summary>
internal sealed class ApiKey
{
    /// <summary>The public part, eight characters.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required byte[] Hash { get; init; }

    /// <summary>Separated by spaces, sorted.</summary>
    public required string Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Its streams outlive the connection that they begin on, unless a request says otherwise.</summary>
    public bool KeepsStreams { get; init; }

    /// <summary>The key that made it; null for the command line.</summary>
    public string? MadeBy { get; init; }

    public string[] ScopeList => Scopes.Split(' ');
}
