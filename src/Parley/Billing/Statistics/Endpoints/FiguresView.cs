using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Serialization;
using Parley.Billing.Endpoints;
using Parley.Billing.Model;

namespace Parley.Billing.Statistics.Endpoints;

/// <summary>Figures as the API shows them.</summary>
internal abstract class FiguresView
{
    private protected FiguresView(RatedFigures rated)
    {
        var (figures, cost, unpriced) = rated;
        Requests = figures.Requests;
        Cached = figures.Cached;
        Attempts = figures.Attempts;
        Outcomes = OutcomesView.Of(figures.Outcomes);
        ErrorRate = Requests == 0 ? null : Share(Outcomes.Failed);
        Errors = figures.Errors.OrderByDescending(e => e.Value).ThenBy(e => e.Key, StringComparer.Ordinal).ToDictionary(e => e.Key, e => new ErrorShareView(e.Value, Share(e.Value)));
        Tokens = Sums(figures.Tokens);
        (TokensIn, TokensOut) = (figures.Tokens.AllIn, figures.Tokens.AllOut);
        Cost = cost?.ToString("0.############", CultureInfo.InvariantCulture);
        Currency = cost is null ? null : TokenPrices.Currency;
        Unpriced = unpriced.Count == 0 ? null : unpriced;
        FirstTokenMs = PercentilesView.Of(figures.FirstTokens);
        TotalMs = PercentilesView.Of(figures.Total);
        TokensPerSecond = figures.TokensPerSecond is { } speed ? Math.Round(speed, 2) : null;
    }

    [Description("Calls to the provider; answers from the cache are not among them.")]
    public long Requests { get; }

    [Description("Answers that came from the cache instead; no other figure counts them.")]
    public long Cached { get; }

    [Description("Upstream calls that these requests took, tries at other providers included.")]
    public long Attempts { get; }

    public OutcomesView Outcomes { get; }

    [Description("Share of failed requests, 0 to 1; null without requests.")]
    public double? ErrorRate { get; }

    [Description("Failed requests by the error of their usage records.")]
    public IReadOnlyDictionary<string, ErrorShareView> Errors { get; }

    public TokensView Tokens { get; }

    /// <summary>What pages show of them, like the one below.</summary>
    internal long TokensIn { get; }

    internal long TokensOut { get; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("By the catalogue's present prices, decimal; left out where a price is unknown.")]
    public string? Cost { get; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("Of the cost.")]
    public string? Currency { get; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull), Description("Why there is no cost: kinds of tokens without a known price; for a provider, its models without a cost.")]
    public IReadOnlyList<string>? Unpriced { get; }

    [Description("Time to the first token of completed streams; where there were none, to the whole answer. Milliseconds; null without any.")]
    public PercentilesView? FirstTokenMs { get; }

    [Description("Time to the end of completed answers. Milliseconds; null without any.")]
    public PercentilesView? TotalMs { get; }

    [Description("Output tokens a second while an answer comes; null when unknown.")]
    public double? TokensPerSecond { get; }

    private double Share(long part) => Math.Round((double)part / Requests, 6);

    private static TokensView Sums(TokenSums t) => new(t.Input, t.CacheRead, t.CacheWrite5m, t.CacheWrite1h, t.Output, t.Reasoning, t.InputAudio, t.OutputAudio)
    {
        InputImage = t.InputImage, OutputImage = t.OutputImage, Images = t.Images, AudioMilliseconds = t.AudioMilliseconds, Characters = t.Characters,
    };
}
