using System.ComponentModel;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;

namespace Parley.Providers.Endpoints;

/// <summary>What came of a probe.</summary>
internal sealed record ProbeView(
    DateTimeOffset At,
    [property: Description("How long it took, in milliseconds.")] double Ms,
    [property: Description("HTTP status of the answer; null when there was none.")] int? Status,
    [property: Description("Why it failed; null when it did not.")] string? Error,
    [property: Description("The last four characters of the credential that was used, dots alone where it has fewer than 12; null for none.")] string? Credential)
{
    public static ProbeView Of(DateTimeOffset at, ProbeResult result, UpstreamConfig upstream) =>
        new(at, Math.Round(result.Took.TotalMilliseconds, 3), result.Status, result.Error, HintOf(upstream, result.Credential));

    /// <summary>A credential as people know it.</summary>
    public static string? HintOf(UpstreamConfig upstream, string? id) => upstream.Credentials.FirstOrDefault(c => c.Id == id)?.Key.Hint;
}
