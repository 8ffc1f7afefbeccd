using System.Globalization;
using System.Text;

namespace Parley.Bench.Load;

/// <summary>Medians over rounds, and medians of the rounds' ratios to YARP, as Markdown.</summary>
internal sealed class Report(IReadOnlyList<ITarget> targets, double[] idleMemory)
{
    private readonly List<(LoadCase Load, int Round, string Target, Measure Measure)> _rows = [];

    public bool HasErrors => _rows.Any(r => r.Measure.Errors > 0);

    public void Add(LoadCase load, int round, ITarget target, Measure measure) => _rows.Add((load, round, target.Name, measure));

    public string ToMarkdown()
    {
        var text = new StringBuilder("| target | start to ready ms | idle RSS MiB |\n|---|--:|--:|\n");
        for (var i = 0; i < targets.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"| {targets[i].Name} | {Show(targets[i].StartTime?.TotalMilliseconds ?? double.NaN)} | {Show(idleMemory[i])} |\n");
        foreach (var load in _rows.Select(r => r.Load).Distinct()) Append(text, load);
        return text.ToString();
    }

    private void Append(StringBuilder text, LoadCase load)
    {
        text.Append(CultureInfo.InvariantCulture, $"\n**{load.Name}** ({load.Connections} connections, {load.PromptBytes} B prompt{(load.Streams ? $", {load.Chunks} chunks" : "")})\n\n");
        List<(string Name, Func<Measure, double> Value)> columns = load.Streams
            ?
            [
                ("streams/s", m => m.RequestsPerSecond), ("first token p50 us", m => m.FirstTokenP50), ("p99 us", m => m.FirstTokenP99),
                ("chunk delay p50 us", m => m.ChunkDelayP50), ("p99 us", m => m.ChunkDelayP99), ("CPU us/chunk", m => m.CpuPerChunk),
            ]
            : [("requests/s", m => m.RequestsPerSecond), ("p50 us", m => m.LatencyP50), ("p99 us", m => m.LatencyP99), ("CPU us/request", m => m.CpuPerRequest)];
        columns.Add(("peak RSS MiB", m => m.PeakMemory));
        columns.Add(("errors", m => m.Errors));
        text.Append("| target | ").AppendJoin(" | ", columns.Select(c => c.Name)).Append(" |\n|---|").Insert(text.Length, "--:|", columns.Count).Append('\n');
        foreach (var target in targets)
            text.Append("| ").Append(target.Name).Append(" | ").AppendJoin(" | ", columns.Select(c => Show(Median(Of(load, target.Name).Select(c.Value))))).Append(" |\n");
        foreach (var target in targets.Where(t => t.Name is not ("direct" or "yarp")))
            text.Append("| ").Append(target.Name).Append(" / yarp | ").AppendJoin(" | ", columns.Select(c => Ratio(load, target.Name, c.Name, c.Value))).Append(" |\n");
    }

    /// <summary>The median of the rounds' ratios. Delays are compared by what each adds to the direct way.</summary>
    private string Ratio(LoadCase load, string target, string column, Func<Measure, double> value)
    {
        if (column == "errors" || Of(load, "yarp").Count == 0) return "";
        var added = load.Streams && column.EndsWith(" us", StringComparison.Ordinal);
        var ratios = Of(load, target).Zip(Of(load, "yarp"), Of(load, "direct"))
            .Select(r => added ? (value(r.First) - value(r.Third)) / (value(r.Second) - value(r.Third)) : value(r.First) / value(r.Second));
        return Median(ratios).ToString("f2", CultureInfo.InvariantCulture) + (added ? " (added)" : "");
    }

    private List<Measure> Of(LoadCase load, string target) =>
        [.. _rows.Where(r => r.Load == load && r.Target == target).OrderBy(r => r.Round).Select(r => r.Measure)];

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Where(v => !double.IsNaN(v)).Order().ToList();
        if (sorted.Count == 0) return double.NaN;
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static string Show(double value) =>
        double.IsNaN(value) ? "" : value.ToString(value >= 100 ? "f0" : "f1", CultureInfo.InvariantCulture);
}
