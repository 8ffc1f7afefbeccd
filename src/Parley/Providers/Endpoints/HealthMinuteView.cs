using System.ComponentModel;
using System.Text.Json.Serialization;
using Parley.Gateway.Routing.Health;
using Parley.Providers.Health;
using Parley.Providers.Model;

namespace Parley.Providers.Endpoints;

/// <summary>How a provider was in one minute, over all nodes.</summary>
internal sealed record HealthMinuteView(
    [property: Description("The minute's begin.")] DateTimeOffset At,
    [property: Description("The worst of the minute.")] HealthState State, int Probes, int FailedProbes,
    [property: Description("Milliseconds of successful probes; null without any.")] double? ProbeP50Ms, double? ProbeP95Ms,
    [property: Description("Milliseconds to the first token, as learned from calls by then; null without any.")] double? FirstTokenP50Ms, double? FirstTokenP95Ms)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("Why it was in that state; left out where that was not kept.")]
    public string? Reason { get; init; }

    public static HealthMinuteView Of(ProviderHealthMinute row) => new(
        HealthMinutes.Begin(row.Minute), row.State, row.Probes, row.FailedProbes, row.ProbeP50, row.ProbeP95, row.FirstTokenP50, row.FirstTokenP95) { Reason = row.Reason };
}
