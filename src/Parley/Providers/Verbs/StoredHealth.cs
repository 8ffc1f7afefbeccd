using System.Text.Json.Serialization;
using Parley.Providers.Health;
using Parley.Providers.Model;

namespace Parley.Providers.Verbs;

/// <summary>How a provider was when the running servers told last, which they do once a minute. Times are milliseconds.</summary>
internal sealed record StoredHealth(string Name, string State, string Reason, bool Enabled)
{
    /// <summary>Servers that run store a minute within seconds of its end; who is silent for longer does not run.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(2);

    /// <summary>The end of the minute; null when no server ever told.</summary>
    public DateTimeOffset? AsOf { get; init; }

    public string? Breaker { get; init; }

    public DateTimeOffset? ProbedAt { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ProbeError { get; init; }

    public double? ProbeP50Ms { get; init; }

    public double? ProbeP95Ms { get; init; }

    public double? FirstTokenP50Ms { get; init; }

    public double? FirstTokenP95Ms { get; init; }

    /// <summary>Pure: what an old minute says is not how the provider is now.</summary>
    public static StoredHealth Of(Provider provider, ProviderHealthMinute? latest, DateTimeOffset now)
    {
        if (latest is null)
            return new(provider.Name, provider.Enabled ? "unknown" : "disabled", provider.Enabled ? "No server has stored anything of it yet." : "An operator disabled it.", provider.Enabled) { Breaker = Off(provider) };
        var (end, was) = (HealthMinutes.Begin(latest.Minute + 1), latest.State.ToString().ToLowerInvariant());
        var (state, reason) = !provider.Enabled ? ("disabled", "An operator disabled it.")
            : now - end > Fresh ? ("unknown", $"No server has told of it since {end:u}; it was {was} then{(latest.Reason is { } then ? $": {then}" : ".")}")
            : (was, latest.Reason ?? "");
        return new(provider.Name, state, reason, provider.Enabled)
        {
            AsOf = end, Breaker = Off(provider) ?? latest.Breaker, ProbedAt = latest.ProbedAt, ProbeError = latest.ProbeError,
            ProbeP50Ms = latest.ProbeP50, ProbeP95Ms = latest.ProbeP95, FirstTokenP50Ms = latest.FirstTokenP50, FirstTokenP95Ms = latest.FirstTokenP95,
        };
    }

    private static string? Off(Provider provider) => provider.Breaker == false ? "off" : null;
}
