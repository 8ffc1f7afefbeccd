using Parley.Gateway.Ports;

namespace Parley.Identity.Model;

/// <summary>What is kept of an API key. A revoked key stays: usage refers to it.</summary>
internal sealed class ApiKey
{
    /// <summary>The public part, eight characters.</summary>
    public required string Id { get; init; }

    public required string Name { get; set; }

    public required byte[] Hash { get; init; }

    /// <summary>Separated by spaces, sorted.</summary>
    public required string Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>Its streams outlive the connection that they begin on, unless a request says otherwise.</summary>
    public bool KeepsStreams { get; init; }

    /// <summary>The key that made it; null for the command line.</summary>
    public string? MadeBy { get; init; }

    /// <summary>The person that it belongs to; null for the installation's own.</summary>
    public Guid? UserId { get; init; }

    /// <summary>What it may ask for; null for no limit.</summary>
    public long? RequestsPerMinute { get; set; }

    public long? TokensPerMinute { get; set; }

    public int? Concurrency { get; set; }

    /// <summary>Answers to its requests at temperature 0 are kept this long; null for not.</summary>
    public int? CacheSeconds { get; set; }

    /// <summary>Counts the changes, for <c>ETag</c>.</summary>
    public long Version { get; set; }

    public CallerLimits Limits
    {
        get => new(RequestsPerMinute, TokensPerMinute, Concurrency);
        set => (RequestsPerMinute, TokensPerMinute, Concurrency) = (value.RequestsPerMinute, value.TokensPerMinute, value.Concurrency);
    }

    public string[] ScopeList => Scopes.Split(' ');
}
