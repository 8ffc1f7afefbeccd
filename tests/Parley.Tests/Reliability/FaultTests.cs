namespace Parley.Tests.Reliability;

/// <summary>Every fault of a vendor, met by callers of all formats over vendors of all formats. The error keeps the
/// caller's shape (<see cref="WireAnswer"/> checks it), tells nothing of the gateway's inside, and is booked.</summary>
[Collection(BesideOthers.Faults), Trait("Pace", "slow")]
public sealed class FaultTests(ReliabilityStage stage)
{
    private static readonly string[] Formats = ["chat", "messages", "responses"], Kinds = ["chat", "messages", "responses", "gemini"];
    private static int _next;

    /// <summary>Words of the simulator; the status and the label of the usage record that the caller's status implies.</summary>
    public static TheoryData<string, int, string, string?> BeforeTheAnswer => new()
    {
        { "err429-ra7", 429, "rate_limited", "simulated status 429" },
        { "err400", 400, "invalid_request", "simulated status 400" },
        { "err404", 404, "not_found", "simulated status 404" },
        { "err401", 502, "upstream_failed", null },
        { "err402", 502, "upstream_failed", null },
        { "err403", 502, "upstream_failed", null },
        { "err500", 502, "upstream_failed", null },
        { "err503", 503, "unavailable", null },
        { "err529", 529, "overloaded", null },
        { "hang", 504, "upstream_timeout", null },
        { "drop0", 502, "upstream_failed", null },
        { "rst0", 502, "upstream_failed", null },
        { "html", 502, "upstream_failed", null },
        { "garbage", 502, "upstream_failed", null },
        { "empty", 502, "upstream_failed", null },
        { "errinside200", 502, "upstream_failed", null },
    };

    [Theory, MemberData(nameof(BeforeTheAnswer))]
    public Task A_fault_before_the_answer_is_a_status(string words, int status, string label, string? kept) =>
        ForAllAsync(words, [true, false], async (call, answer) =>
        {
            Assert.Equal(status, answer.Status);
            Assert.NotNull(answer.Error);
            if (kept is null) Assert.DoesNotContain("simulated", answer.Body, StringComparison.Ordinal);
            else Assert.Contains(kept, answer.ErrorMessage, StringComparison.Ordinal);
            if (words.Contains("ra7", StringComparison.Ordinal)) Assert.Equal(TimeSpan.FromSeconds(7), answer.Headers.RetryAfter!.Delta);
            var record = (await stage.Usage.FindAsync(answer.Id!))!.Value;
            // A stream without any event is a cut one; to the caller, who got nothing yet, it is a failed call all the same.
            var labels = words is "empty" or "html" or "garbage" ? [label, "stream_cut"] : new[] { label };
            Assert.Equal("failed", UsageBook.Outcome(record));
            Assert.Contains(record.GetProperty("error").GetString(), labels);
            Assert.Equal(status, record.GetProperty("status").GetInt32());
        });

    [Theory]
    [InlineData("trunc", 502), InlineData("badjson", 502), InlineData("drop1", 502), InlineData("rst1", 502), InlineData("hangmid1", 504)]
    public Task A_whole_answer_that_breaks_off_is_a_status(string words, int status) =>
        ForAllAsync($"{words}-n9", [false], async (call, answer) =>
        {
            Assert.Equal(status, answer.Status);
            Assert.NotNull(answer.Error);
            Assert.Equal("failed", UsageBook.Outcome((await stage.Usage.FindAsync(answer.Id!))!.Value));
        });

    [Theory]
    [InlineData("drop3", "stream_cut"), InlineData("rst3", "stream_cut"), InlineData("errmid3", null), InlineData("hangmid3", "upstream_timeout"), InlineData("badjson", "upstream_failed")]
    public Task A_fault_within_a_stream_is_an_error_event_and_what_came_is_counted(string words, string? label) =>
        ForAllAsync($"{words}-n12-itl1", [true], async (call, answer) =>
        {
            Assert.Equal(200, answer.Status);
            Assert.NotNull(answer.Error);
            Assert.Null(answer.Broken);
            Assert.False(answer.IsComplete);
            Assert.StartsWith(" lorem ipsum dolor", answer.Text, StringComparison.Ordinal);
            Assert.DoesNotContain(call.Format switch { "chat" => "[DONE]", "messages" => "message_stop", _ => "response.completed" }, answer.Body, StringComparison.Ordinal);
            var record = (await stage.Usage.FindAsync(answer.Id!))!.Value;
            Assert.Equal(("failed", "estimated"), (UsageBook.Outcome(record), record.GetProperty("source").GetString()));
            Assert.InRange(UsageBook.Tokens(record, "output"), 3, 12);
            if (label is not null) Assert.Equal(label, record.GetProperty("error").GetString());
        });

    [Theory]
    [InlineData("crlf"), InlineData("utf-split"), InlineData("utf-bytes-crlf"), InlineData("ping"), InlineData("nospace"), InlineData("fl7")]
    public Task An_odd_but_whole_stream_arrives_whole(string words) =>
        ForAllAsync($"{words}-n20-pt31", [true, false], async (call, answer) =>
        {
            Assert.True(answer.IsComplete, answer.Body);
            var expected = words.StartsWith("utf", StringComparison.Ordinal) ? " żółw 日本語 🚀go naïve Ωmega 한국 é ✓ 😀😀 ß" : " lorem ipsum dolor sit amet consectetur elit sed do tempor";
            Assert.Equal(expected + expected, answer.Text);
            var record = (await stage.Usage.FindAsync(answer.Id!))!.Value;
            Assert.Equal(("completed", "reported"), (UsageBook.Outcome(record), record.GetProperty("source").GetString()));
            Assert.Equal((31, 20), (UsageBook.Tokens(record, "input"), UsageBook.Tokens(record, "output")));
        });

    [Fact]
    public Task Usage_that_nobody_reports_is_estimated() =>
        ForAllAsync("nousage-n20", [true, false], async (call, answer) =>
        {
            Assert.True(answer.IsComplete, answer.Body);
            var record = (await stage.Usage.FindAsync(answer.Id!))!.Value;
            Assert.Equal(("completed", "estimated"), (UsageBook.Outcome(record), record.GetProperty("source").GetString()));
            Assert.InRange(UsageBook.Tokens(record, "output"), 15, 60);
        });

    [Fact]
    public Task A_missing_terminator_is_forgiven_where_vendors_leave_it_out() =>
        ForAllAsync("nodone-n20", [true], async (call, answer) =>
        {
            // Compatible chat servers leave [DONE] out; the others' streams without what ends them are cut ones.
            var forgiven = call.Model.Contains("chat/", StringComparison.Ordinal);
            Assert.True(forgiven == answer.IsComplete && forgiven == answer.Error is null, answer.Body);
            Assert.Equal(forgiven ? "completed" : "failed", UsageBook.Outcome((await stage.Usage.FindAsync(answer.Id!))!.Value));
        });

    [Fact]
    public async Task A_stream_whose_first_event_is_an_error_is_a_status()
    {
        var chat = "data: {\"error\":{\"message\":\"simulated overload\",\"type\":\"rate_limit_error\",\"param\":null,\"code\":null}}\n\n";
        var messages = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"simulated overload\"}}\n\n";
        foreach (var format in Formats)
        {
            foreach (var kind in new[] { "chat", "messages" })
            {
                var words = $"first-event-{format}";
                stage.Simulator.Script(new() { Model = words, Body = kind == "chat" ? chat : messages, Headers = new Dictionary<string, string> { ["content-type"] = "text/event-stream" } });
                var answer = await stage.AskAsync(new(format, $"{kind}/{words}", Stream: true));
                Assert.Equal(kind == "chat" ? 429 : 529, answer.Status);
                Assert.NotNull(answer.Error);
            }
        }
    }

    /// <summary>All formats of callers over all formats of vendors; models are asked of the provider that waits a second at most.</summary>
    private async Task ForAllAsync(string words, bool[] streams, Func<WireCall, WireAnswer, Task> check)
    {
        foreach (var format in Formats)
        {
            foreach (var kind in Kinds)
            {
                foreach (var stream in streams)
                {
                    var call = new WireCall(format, $"hasty-{kind}/{words}-x{Interlocked.Increment(ref _next)}", stream);
                    var answer = await stage.AskAsync(call);
                    try
                    {
                        await check(call, answer);
                        AssertTellsNothing(answer);
                    }
                    catch (Exception problem)
                    {
                        throw new InvalidOperationException($"{call}: {answer.Status} {answer.Body[^Math.Min(answer.Body.Length, 1000)..]} {answer.Broken}", problem);
                    }
                }
            }
        }
    }

    private void AssertTellsNothing(WireAnswer answer)
    {
        Assert.DoesNotContain(ReliabilityStage.UpstreamSecret, answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Simulator.BaseAddress.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), answer.ErrorMessage, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", answer.Body, StringComparison.Ordinal);
    }
}
