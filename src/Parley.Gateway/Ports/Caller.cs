namespace Parley.Gateway.Ports;

/// <summary>Who makes a request, as the app's authentication found out.</summary>
/// <param name="KeyId">The public id of the API key, or null for other credentials.</param>
/// <param name="UserId">The user it belongs to, or null for a key without one.</param>
/// <param name="Name">A name for logs and usage: the key's or the user's.</param>
/// <param name="Scopes">What it may do: <c>gateway</c>, <c>admin</c>.</param>
public sealed record Caller(string? KeyId, string? UserId, string Name, IReadOnlySet<string> Scopes)
{
    /// <summary>Streams of this caller outlive the connection that they begin on, unless a request says otherwise.</summary>
    public bool KeepsStreams { get; init; }

    /// <summary>Fires when what it showed is no good any more: its answers end then.</summary>
    public CancellationToken Ended { get; init; }

    /// <summary>What its key may ask for; null for no limits.</summary>
    public CallerLimits? Limits { get; init; }

    /// <summary>Answers to its requests at temperature 0 are kept this long and given again, also where it does not ask for that; null for not.</summary>
    public TimeSpan? CacheFor { get; init; }
}
