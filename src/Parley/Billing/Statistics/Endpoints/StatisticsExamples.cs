namespace Parley.Billing.Statistics.Endpoints;

/// <summary>What the description of the API shows.</summary>
internal static class StatisticsExamples
{
    private const string Figures =
        """
        "requests":1200,"cached":34,"attempts":1215,"outcomes":{"completed":1170,"cancelled":12,"failed":18},
        "errorRate":0.015,"errors":{"rate_limited":{"count":11,"rate":0.009167},"upstream_timeout":{"count":7,"rate":0.005833}},
        "tokens":{"input":912000,"cacheRead":0,"cacheWrite5m":0,"cacheWrite1h":0,"output":204800,"reasoning":0,"inputAudio":0,"outputAudio":0},
        "cost":"3.872","currency":"USD","firstTokenMs":{"p50":231.4,"p90":402.9,"p95":511,"p99":1204.2},"totalMs":{"p50":2203.6,"p90":3912,"p95":5046.2,"p99":9984},"tokensPerSecond":88.12
        """;

    public const string Provider =
        $$"""
        {"provider":"acme","since":"2026-01-30T12:00:00Z","until":"2026-01-31T12:00:00Z","models":[{"model":"acme-fast-2",{{Figures}}}],{{Figures}}}
        """;

    public const string All = $$"""{"items":[{{Provider}}],"next":null}""";

    public const string Performance =
        """
        {"items":[{"id":"fast","lastHour":{"answers":140,"firstTokenMs":{"p50":231.4,"p90":402.9,"p95":511,"p99":1204.2},"tokensPerSecond":88.12},
         "lastDay":{"answers":2210,"firstTokenMs":{"p50":244.7,"p90":431,"p95":560.1,"p99":1400.8},"tokensPerSecond":85.4}}],"next":null}
        """;
}
