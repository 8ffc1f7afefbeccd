using System.Globalization;
using System.Text.RegularExpressions;
using Parley.Tests.Reliability;

namespace Parley.Tests.Monitoring;

/// <summary>The histogram of Parley's own time and the counter of what is refused, over HTTP, behind vendors that take their time.</summary>
[Collection(Reliable.Name), Trait("Pace", "slow")]
public sealed partial class StageMetricsTests
{
    [Fact]
    public async Task Stages_hold_Parleys_own_time_and_none_of_the_vendors()
    {
        await using var stage = await ReliabilityStage.StartAsync();
        foreach (var format in new[] { "chat", "messages" })
        {
            foreach (var provider in new[] { "chat", "messages" })
            {
                Assert.True((await stage.AskAsync(new WireCall(format, $"{provider}/n3-ttft500", Stream: true))).IsComplete);
                Assert.True((await stage.AskAsync(new WireCall(format, $"{provider}/n3-ttft500", Stream: false))).IsComplete);
            }
        }

        Assert.Equal(404, (await stage.AskAsync(new WireCall("chat", "nobody-has-this", Stream: false))).Status);
        using var stranger = new HttpClient { BaseAddress = stage.Client.BaseAddress };
        Assert.Equal(401, (await new WireCall("messages", "messages/n3", Stream: true).AskAsync(stranger)).Status);
        var text = await stage.Admin.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        var (counts, sums) = (Figures(text, "count"), Figures(text, "sum"));
        Assert.Equal(new Dictionary<string, double> { ["read"] = 9, ["route"] = 8, ["ledger_intent"] = 4, ["ledger_settle"] = 8 }, counts);
        // The vendors took at least 8 x 0.5 s. All of Parley, the first use of every path included, stays far below.
        Assert.True(sums.Values.Sum() < 2, string.Join(", ", sums));
        Assert.Equal(new Dictionary<string, double> { ["not_found"] = 1, ["unauthenticated"] = 1 }, Refused().Matches(text).ToDictionary(m => m.Groups["kind"].Value, m => double.Parse(m.Groups["value"].Value, CultureInfo.InvariantCulture)));
    }

    private static Dictionary<string, double> Figures(string text, string kind) => Line().Matches(text).Where(m => m.Groups["kind"].Value == kind)
        .ToDictionary(m => m.Groups["stage"].Value, m => double.Parse(m.Groups["value"].Value, CultureInfo.InvariantCulture));

    [GeneratedRegex("""^parley_stage_duration_seconds_(?<kind>count|sum)\{.*stage="(?<stage>\w+)".*\} (?<value>[-+.0-9eE]+)""", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex("""^parley_requests_refused_total\{.*error_type="(?<kind>\w+)".*\} (?<value>\d+)""", RegexOptions.Multiline)]
    private static partial Regex Refused();
}
