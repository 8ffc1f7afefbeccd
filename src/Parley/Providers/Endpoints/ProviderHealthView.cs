using System.ComponentModel;
using System.Text.Json.Serialization;
using Parley.Gateway.Routing.Health;
using Parley.Providers.Health;
using Parley.Providers.Registry;

namespace Parley.Providers.Endpoints;

/// <summary>How a provider is now, as the answering node sees it. Times are milliseconds.</summary>
internal sealed record ProviderHealthView(
    string Name,
    [property: Description("False for a disabled one: it is neither called nor probed by itself, and its state is the last that was known.")] bool Enabled,
    HealthState State,
    [property: Description("Why, in a sentence.")] string Reason,
    [property: Description("Since when it is in this state.")] DateTimeOffset Since,
    [property: Description("closed, open (one trial call a second) or off.")] string Breaker,
    [property: Description("The latest probe of this node; null before the first one.")] ProbeView? LastProbe,
    [property: Description("Response times of the latest hundred successful probes of this node; null without any.")] double? ProbeP50Ms, double? ProbeP95Ms,
    [property: Description("Learned first-token time of the latest calls; null without any.")] double? FirstTokenP50Ms, double? FirstTokenP95Ms,
    [property: Description("Share of failed calls among the latest, 0 to 1; null without any.")] double? FailureRate,
    [property: Description("Calls under way.")] int InFlight,
    [property: Description("Calls that wait for their turn.")] int Queued,
    [property: Description("Credentials that are not used for now.")] IReadOnlyList<CredentialAsideView> CredentialsAside)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("What came of this check, a probe for each credential; left out otherwise.")]
    public IReadOnlyList<ProbeView>? Probes { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("Minute by minute, oldest first, over all nodes; of one provider only.")]
    public IReadOnlyList<HealthMinuteView>? History { get; init; }

    public static ProviderHealthView Of(ProviderDefinition provider, ProviderChecks checks)
    {
        var upstream = checks.UpstreamOf(provider);
        var view = checks.ViewOf(provider);
        var (probeP50, probeP95) = checks.TimesOf(provider.Name);
        return new(provider.Name, provider.Enabled, view.State, provider.Enabled ? view.Reason : $"It is disabled, so it is not called. {view.Reason}", view.Since, view.Breaker,
            checks.LatestOf(provider.Name) is { } last ? ProbeView.Of(last.At, last.Result, upstream) : null,
            probeP50, probeP95, Ms(view.FirstTokenP50), Ms(view.FirstTokenP95), view.FailureRate is { } rate ? Math.Round(rate, 4) : null, view.InFlight, view.Queued,
            [.. view.CredentialsAside.Select(c => new CredentialAsideView(ProbeView.HintOf(upstream, c.Key) ?? "...", c.Value))]);
    }

    private static double? Ms(TimeSpan? time) => time is { } known ? Math.Round(known.TotalMilliseconds, 3) : null;
}
