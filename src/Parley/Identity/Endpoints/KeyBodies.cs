using System.ComponentModel;
using Parley.Gateway.Routing;
using Parley.Identity.Keys;
using Parley.Identity.Model;

namespace Parley.Identity.Endpoints;

/// <summary>The body of POST /api/v1/keys.</summary>
internal sealed record KeyWanted(
    [property: Description("What it is for: 1 to 100 characters.")] string Name,
    [property: Description("gateway, admin, or both.")] IReadOnlyList<string> Scopes,
    [property: Description("1 to 3650; without it, good until it is revoked.")] int? ExpiresInDays = null,
    [property: Description("Streams of this key go on when their connection breaks, and can be picked up at /v1/streams/{id}; false by default.")] bool Resumable = false);

/// <summary>A key as it is shown: never its secret.</summary>
internal sealed record KeyShown(
    string Id, string Prefix, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, DateTimeOffset? RevokedAt, bool Resumable)
{
    public static KeyShown Of(ApiKey key) =>
        new(key.Id, KeyFormat.Shown(key.Id), key.Name, key.ScopeList, key.CreatedAt, key.ExpiresAt, key.RevokedAt, key.KeepsStreams);
}

/// <summary>A key that was just made: the only time that it is shown whole.</summary>
internal sealed record KeyMade(
    string Id, string Key, string Prefix, string Name, IReadOnlyList<string> Scopes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt)
{
    public static KeyMade Of(ApiKey key, Secret secret) =>
        new(key.Id, secret.Reveal(), KeyFormat.Shown(key.Id), key.Name, key.ScopeList, key.CreatedAt, key.ExpiresAt);

    /// <summary>A record would print its members.</summary>
    public override string ToString() => Prefix;
}
