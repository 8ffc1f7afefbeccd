using Parley.Gateway.Ports;
using Parley.Identity.Model;

namespace Parley.Identity.Keys;

/// <summary>A change of a key: what it does not speak of stays. None takes a limit or an end away.</summary>
internal sealed record KeyChange
{
    public string? Name { get; init; }

    /// <summary>From now on; none for good until it is revoked.</summary>
    public Change<TimeSpan?> Lifetime { get; init; }

    public Change<long?> RequestsPerMinute { get; init; }

    public Change<long?> TokensPerMinute { get; init; }

    public Change<int?> Concurrency { get; init; }

    public Change<int?> CacheSeconds { get; init; }

    /// <summary>What is wrong with it, by field of the API; empty when nothing is.</summary>
    public Dictionary<string, string[]> Problems()
    {
        var problems = new Dictionary<string, string[]>();
        if (Name is not null) KeyRules.Name(Name, problems);
        KeyRules.Lifetime(Lifetime.Value, problems);
        KeyRules.Limits(new CallerLimits(RequestsPerMinute.Value, TokensPerMinute.Value, Concurrency.Value), problems);
        KeyRules.CacheSeconds(CacheSeconds.Value, problems);
        return problems;
    }

    public void Apply(ApiKey key, DateTimeOffset now)
    {
        key.Name = Name ?? key.Name;
        if (Lifetime.IsGiven) key.ExpiresAt = now + Lifetime.Value;
        key.Limits = new CallerLimits(RequestsPerMinute.Or(key.RequestsPerMinute), TokensPerMinute.Or(key.TokensPerMinute), Concurrency.Or(key.Concurrency)).WithoutZeros();
        key.CacheSeconds = CacheSeconds.Or(key.CacheSeconds);
    }
}
