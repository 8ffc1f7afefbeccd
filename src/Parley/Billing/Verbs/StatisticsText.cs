using System.Globalization;
using Parley.Billing.Endpoints;
using Parley.Billing.Statistics.Endpoints;
using Parley.Shared;

namespace Parley.Billing.Verbs;

/// <summary>Statistics as people read them at a terminal. Times are milliseconds. Pure.</summary>
internal static class StatisticsText
{
    private static readonly string[] Header =
        ["PROVIDER", "MODEL", ">REQUESTS", ">CACHED", ">FAILED", ">INPUT", ">CACHE READ", ">CACHE WRITE", ">OUTPUT", ">REASONING", ">COST", ">FIRST TOKEN P50", ">P95", ">WHOLE P50", ">P95", ">TOKENS/S", "ERRORS"];

    /// <summary>A line for each model, and one for a provider's models together where it has several.</summary>
    public static IEnumerable<string> Overview(IEnumerable<ProviderStatisticsView> providers) =>
        TextTable.Lines(Header, providers.SelectMany(p => (p.Models.Count > 1 ? new[] { Cells(p.Provider, "all", p) } : []).Concat(p.Models.Select(m => Cells(p.Provider, m.Model, m)))));

    /// <summary>Everything of one provider, then of each of its models.</summary>
    public static IEnumerable<string> Details(ProviderStatisticsView provider)
    {
        IEnumerable<(string Title, FiguresView Figures)> parts = provider.Models.Select(m => ($"{provider.Provider}, {m.Model}", (FiguresView)m));
        if (provider.Models.Count > 1) parts = parts.Prepend((provider.Provider, provider));
        return parts.SelectMany((part, i) => Details(part.Figures).Prepend(part.Title).Prepend(i == 0 ? null : "")).OfType<string>();
    }

    private static IEnumerable<string> Details(FiguresView figures) => TextTable.Fields(
        ("requests", $"{Text(figures.Requests)}: {Text(figures.Outcomes.Completed)} completed, {Text(figures.Outcomes.Cancelled)} cancelled, {Text(figures.Outcomes.Failed)} failed"),
        ("upstream calls", Text(figures.Attempts)),
        ("from the cache", figures.Cached == 0 ? null : Text(figures.Cached)),
        ("errors", figures.ErrorRate is { } rate ? figures.Errors.Count == 0 ? "none" : $"{Percent(rate)}: {string.Join(", ", figures.Errors.Select(e => $"{e.Key} {Text(e.Value.Count)} ({Percent(e.Value.Rate)})"))}" : null),
        ("tokens", string.Join(", ", Tokens(figures.Tokens).DefaultIfEmpty("none"))),
        ("cost", Cost(figures) ?? (figures.Unpriced is { } unpriced ? $"unknown: no price of {string.Join(", ", unpriced)}" : "unknown")),
        ("first token", Times(figures.FirstTokenMs)),
        ("whole answer", Times(figures.TotalMs)),
        ("speed", figures.TokensPerSecond is { } speed ? $"{Text(speed)} tokens/s" : null));

    private static string?[] Cells(string provider, string model, FiguresView figures)
    {
        var tokens = figures.Tokens;
        return
        [
            provider, model, Text(figures.Requests), Text(figures.Cached), figures.ErrorRate is { } rate ? Percent(rate) : null,
            Text(tokens.Input), Text(tokens.CacheRead), Text(tokens.CacheWrite5m + tokens.CacheWrite1h), Text(tokens.Output), Text(tokens.Reasoning), Cost(figures),
            Ms(figures.FirstTokenMs?.P50), Ms(figures.FirstTokenMs?.P95), Ms(figures.TotalMs?.P50), Ms(figures.TotalMs?.P95), figures.TokensPerSecond is { } speed ? Text(speed) : null,
            string.Join(", ", figures.Errors.Select(e => $"{e.Key} {Text(e.Value.Count)}")),
        ];
    }

    /// <summary>The buckets that hold something, named as in the API.</summary>
    private static IEnumerable<string> Tokens(TokensView t)
    {
        (string Name, long Count)[] buckets =
        [
            ("input", t.Input), ("cacheRead", t.CacheRead), ("cacheWrite5m", t.CacheWrite5m), ("cacheWrite1h", t.CacheWrite1h), ("output", t.Output), ("reasoning", t.Reasoning),
            ("inputAudio", t.InputAudio), ("outputAudio", t.OutputAudio), ("inputImage", t.InputImage), ("outputImage", t.OutputImage),
            ("images", t.Images), ("audioMilliseconds", t.AudioMilliseconds), ("characters", t.Characters),
        ];
        return buckets.Where(b => b.Count > 0).Select(b => $"{b.Name} {Text(b.Count)}");
    }

    private static string? Cost(FiguresView figures) => figures.Cost is { } cost ? $"{cost} {figures.Currency}" : null;

    private static string? Times(PercentilesView? times) =>
        times is null ? null : $"p50 {Ms(times.P50)} ms, p90 {Ms(times.P90)} ms, p95 {Ms(times.P95)} ms, p99 {Ms(times.P99)} ms";

    private static string? Ms(double? milliseconds) => milliseconds?.ToString("0.#", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.####", CultureInfo.InvariantCulture) + " %";

    private static string Text<T>(T number) where T : IFormattable => number.ToString(null, CultureInfo.InvariantCulture);
}
