using Parley.Billing.Model;
using Parley.Gateway.Messages;

namespace Parley.Billing.Statistics;

/// <summary>
/// The figures of some usage records. They add up: of any parts of the same records come the same figures, which is what makes
/// roll-ups of hours equal to the records themselves. A roll-up keeps them as JSON: a member that is new here is 0 in older ones.
/// </summary>
internal sealed class UsageFigures
{
    private static readonly string Counting = LlmOperation.CountTokens.Name();

    /// <summary>Calls to the provider; answers from the cache are none.</summary>
    public long Requests { get; set; }

    /// <summary>Answers that came from the cache instead.</summary>
    public long Cached { get; set; }

    /// <summary>Upstream calls for these requests, tries at other providers included.</summary>
    public long Attempts { get; set; }

    public Dictionary<string, long> Outcomes { get; set; } = [];

    /// <summary>Failed requests by their error's label.</summary>
    public Dictionary<string, long> Errors { get; set; } = [];

    public TokenSums Tokens { get; set; } = new();

    /// <summary>Of completed streams.</summary>
    public LatencyHistogram FirstToken { get; set; } = new();

    /// <summary>Of completed answers.</summary>
    public LatencyHistogram Total { get; set; } = new();

    /// <summary>Tokens of completed streams, and the time from first to last in microseconds.</summary>
    public long StreamedTokens { get; set; }

    public long StreamedTime { get; set; }

    /// <summary>Tokens of completed answers that were no streams, and their whole time.</summary>
    public long WholeTokens { get; set; }

    public long WholeTime { get; set; }

    public void Add(FigureRow row)
    {
        if (row.IsCached == true)
        {
            Cached++;
            return;
        }

        Requests++;
        Attempts += row.Attempts ?? 0;
        Count(Outcomes, row.Outcome, 1);
        if (row.Outcome == Billing.Model.Outcomes.Failed) Count(Errors, row.Error ?? "unknown", 1);
        Tokens.Add(row);
        // Counting a prompt generates nothing: its times would make a model look fast.
        if (row.Outcome == Billing.Model.Outcomes.Completed && row.Operation != Counting && row.Total is { } total) AddTimes(row, total);
    }

    public void Add(UsageFigures other)
    {
        Requests += other.Requests;
        Cached += other.Cached;
        Attempts += other.Attempts;
        foreach (var (name, count) in other.Outcomes) Count(Outcomes, name, count);
        foreach (var (name, count) in other.Errors) Count(Errors, name, count);
        Tokens.Add(other.Tokens);
        FirstToken.Add(other.FirstToken);
        Total.Add(other.Total);
        StreamedTokens += other.StreamedTokens;
        StreamedTime += other.StreamedTime;
        WholeTokens += other.WholeTokens;
        WholeTime += other.WholeTime;
    }

    /// <summary>First-token times: of streams; where there were none, of whole answers, whose first token is their last.</summary>
    public LatencyHistogram FirstTokens => FirstToken.Count > 0 ? FirstToken : Total;

    /// <summary>Tokens a second while an answer comes: of streams, from the first token on; where there were none, of whole answers. Null when unknown.</summary>
    public double? TokensPerSecond =>
        StreamedTime > 0 && StreamedTokens > 0 ? StreamedTokens * 1e6 / StreamedTime
        : WholeTime > 0 && WholeTokens > 0 ? WholeTokens * 1e6 / WholeTime : null;

    private void AddTimes(FigureRow row, long total)
    {
        Total.Add(total);
        var output = row.Output ?? 0;
        if (row is not { Stream: true, FirstToken: { } first })
        {
            if (row.Stream || output == 0) return;
            WholeTokens += output;
            WholeTime += total;
            return;
        }

        FirstToken.Add(first);
        // The first token is there when the time begins.
        if (output < 2 || total <= first) return;
        StreamedTokens += output - 1;
        StreamedTime += total - first;
    }

    private static void Count(Dictionary<string, long> counts, string name, long count) => counts[name] = counts.GetValueOrDefault(name) + count;
}
