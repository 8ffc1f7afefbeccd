using System.ComponentModel;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Identity.Keys;
using Parley.Identity.Model;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary>The body of POST /api/v1/keys.</summary>
internal sealed record KeyWanted(
    [property: Description("What it is for: 1 to 100 characters.")] string Name,
    [property: Description("Of gateway, chat, admin.")] IReadOnlyList<string> Scopes,
    [property: Description("1 to 3650; without it, good until it is revoked.")] int? ExpiresInDays = null,
    [property: Description("Streams of this key go on when their connection breaks, and can be picked up at /v1/streams/{id}; false by default.")] bool Resumable = false,
    [property: Description("What the key may ask for; without it, or without one of its members, there is no such limit.")] KeyLimits? Limits = null,
    [property: Description("Answers to requests at temperature 0 are kept for that many seconds and given again: 1 to 2592000; without it only where a request asks for that.")] int? CacheSeconds = null) : IChecked
{
    // Whether it will belong to somebody is not told by the body.
    public IReadOnlyDictionary<string, string[]> Mistakes() => ToKey(null, Guid.Empty).Problems();

    internal NewKey ToKey(string? maker, Guid? userId) => new(Name, Scopes, KeyEndpoints.Lifetime(ExpiresInDays), maker)
    {
        UserId = userId, KeepsStreams = Resumable, Limits = Limits?.ToCallerLimits() ?? new CallerLimits(), CacheSeconds = CacheSeconds,
    };
}

/// <summary>The body of POST /api/v1/keys/{id}/rotate.</summary>
internal sealed record KeyRotationWanted([property: Description("How long the old key stays good: 3600 by default, 2592000 at most.")] int? OverlapSeconds = null) : IChecked
{
    public const int DefaultOverlap = 3600, MaxOverlap = 30 * 24 * 3600;

    public IReadOnlyDictionary<string, string[]> Mistakes() => OverlapSeconds is < 0 or > MaxOverlap
        ? new Dictionary<string, string[]> { ["overlapSeconds"] = [$"must be between 0 and {MaxOverlap}"] } : new Dictionary<string, string[]>();
}

/// <summary>What a key may ask for; null or 0 for no limit.</summary>
internal sealed record KeyLimits(
    [property: Description("Requests a minute: a bucket of that many, refilled evenly, up to 1000000000; 0 for no limit.")] long? RequestsPerMinute = null,
    [property: Description("Tokens a minute, of prompts and answers together: a bucket of that many, refilled evenly, up to 1000000000; 0 for no limit.")] long? TokensPerMinute = null,
    [property: Description("Requests at the same time, up to 1000000; 0 for no limit.")] int? Concurrency = null)
{
    public static KeyLimits? Of(CallerLimits limits) => limits == CallerLimits.None ? null : new(limits.RequestsPerMinute, limits.TokensPerMinute, limits.Concurrency);

    public CallerLimits ToCallerLimits() => new(RequestsPerMinute, TokensPerMinute, Concurrency);
}

/// <summary>A key as it is shown: never its secret.</summary>
internal sealed record KeyShown(
    string Id, string Prefix, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, bool Resumable, KeyLimits? Limits, int? CacheSeconds)
{
    public static KeyShown Of(ApiKey key) => new(
        key.Id, KeyFormat.Shown(key.Id), key.Name, key.ScopeList, key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.KeepsStreams, KeyLimits.Of(key.Limits), key.CacheSeconds);
}

/// <summary>A key that was just made: the only time that it is shown whole.</summary>
internal sealed record KeyMade(
    string Id, string Key, string Prefix, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, KeyLimits? Limits, int? CacheSeconds)
{
    public static KeyMade Of(ApiKey key, Secret secret) =>
        new(key.Id, secret.Reveal(), KeyFormat.Shown(key.Id), key.Name, key.ScopeList, key.CreatedAt, key.ExpiresAt, KeyLimits.Of(key.Limits), key.CacheSeconds);

    /// <summary>A record would print its members.</summary>
    public override string ToString() => Prefix;
}
