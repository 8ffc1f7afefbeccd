using System.Globalization;

namespace Parley.Gateway.Routing.Health;

/// <summary>Says how a provider is, and why. Pure.</summary>
internal static class HealthJudgement
{
    private const int FewestCalls = 5;
    private const double BadShare = 0.1;

    public static (HealthState State, string Reason) Of(in HealthFacts facts)
    {
        if (facts.IsExpired) return (HealthState.Down, "All its credentials have expired.");
        if (facts.Aside > 0 && facts.Aside >= facts.Credentials) return (HealthState.Down, $"None of its credentials is taken: {facts.AsideBecause}. They are tried again later, or when a probe with them is answered.");
        if (facts.IsOpen)
        {
            return facts.IsProbeAnswered
                ? (HealthState.Degraded, "Its calls kept failing; it answers probes again, and the next call tries it.")
                : (HealthState.Down, $"Its calls keep failing ({facts.LastFailure ?? "no answer"}). One call a second tries it.");
        }

        if (facts.ProbeError is { } error)
            return facts.Good > facts.Bad ? (HealthState.Degraded, $"Calls are answered, but a probe failed: {error}") : (HealthState.Down, $"A probe failed: {error}");
        if (facts.Aside > 0) return (HealthState.Degraded, $"{Number(facts.Aside)} of {Number(facts.Credentials)} credentials set aside: {facts.AsideBecause}.");
        if (facts.IsSuspected) return (HealthState.Degraded, "A call was forbidden (403); a probe must tell whether the credential is at fault.");
        if (facts.Rest > TimeSpan.Zero) return (HealthState.Degraded, $"It asked to be left alone for another {Number(Math.Ceiling(facts.Rest.TotalSeconds))} s.");
        var calls = facts.Good + facts.Bad;
        if (calls >= FewestCalls && facts.Bad > calls * BadShare)
            return (HealthState.Degraded, $"{Number(Math.Round(100.0 * facts.Bad / calls))} % of its latest {Number(calls)} calls failed ({facts.LastFailure ?? "no answer"}).");
        if (facts.Good > 0) return (HealthState.Healthy, "It answers calls.");
        if (facts.AnswersProbes) return (HealthState.Healthy, "It answers probes.");
        return facts.Bad > 0 ? (HealthState.Degraded, $"Its latest calls failed ({facts.LastFailure ?? "no answer"}).") : (HealthState.Unknown, "It was not called lately.");
    }

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
