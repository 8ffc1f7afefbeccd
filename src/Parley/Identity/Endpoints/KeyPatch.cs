using System.ComponentModel;
using Parley.Identity.Keys;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary>The body of PATCH /api/v1/keys/{id}: what it leaves out stays, null takes away. JSON sets only what is there, which is how the two are told apart.</summary>
internal sealed class KeyPatch : IChecked
{
    [Description("What it is for: 1 to 100 characters.")]
    public string Name { get; set { field = value; _name = value; } } = "";

    [Description("Days from now: 1 to 3650; null makes it good until it is revoked.")]
    public int? ExpiresInDays { get; set { field = value; _lifetime = Change<TimeSpan?>.To(KeyEndpoints.Lifetime(value)); } }

    [Description("What the key may ask for; null takes all limits away.")]
    public KeyLimitsPatch? Limits { get; set => field = value ?? KeyLimitsPatch.Nothing(); }

    [Description("Answers to requests at temperature 0 are kept for that many seconds: 1 to 2592000; null for not.")]
    public int? CacheSeconds { get; set { field = value; _cacheSeconds = Change<int?>.To(value); } }

    private string? _name;
    private Change<TimeSpan?> _lifetime;
    private Change<int?> _cacheSeconds;

    public IReadOnlyDictionary<string, string[]> Mistakes() => ToChange().Problems();

    internal KeyChange ToChange() => new()
    {
        Name = _name,
        Lifetime = _lifetime,
        RequestsPerMinute = Limits?.Requests ?? default,
        TokensPerMinute = Limits?.Tokens ?? default,
        Concurrency = Limits?.Running ?? default,
        CacheSeconds = _cacheSeconds,
    };
}
