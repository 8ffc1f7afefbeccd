namespace Parley.Tests.Reliability;

/// <summary>Under the cancel policy <c>drain</c> an answer whose client has left is read to its end, so that the ledger holds what the vendor says.</summary>
[Collection(BesideOthers.Faults), Trait("Pace", "slow")]
public sealed class DrainPolicyTests(ReliabilityStage stage)
{
    public static MatrixTheoryData<string, string, bool> Pairs => new(["chat", "responses", "messages"], ["chat", "messages", "gemini"], [true, false]);

    [Theory, MemberData(nameof(Pairs))]
    public async Task The_vendor_is_heard_out_and_its_figures_are_booked(string format, string kind, bool stream)
    {
        var call = new WireCall(format, $"thorough-{kind}/n40-itl20-pt33-{(stream ? "" : "ttft600-")}a{Guid.NewGuid():N}", stream);
        var aborted = stage.Simulator.Stats.ClientAborted;
        await LeaveAsync(stage, call, stream ? 400 : 0);
        await stage.QuietAsync();

        var record = await stage.Usage.NewestAsync(call.Model);
        Assert.Equal(("cancelled", "drain", "reported"),
            (UsageBook.Outcome(record), record.GetProperty("cancelPolicy").GetString(), record.GetProperty("source").GetString()));
        Assert.Equal((33, 40), (UsageBook.Tokens(record, "input"), UsageBook.Tokens(record, "output")));
        Assert.Equal(aborted, stage.Simulator.Stats.ClientAborted);
    }

    [Fact]
    public async Task Before_the_first_byte_the_vendor_is_heard_out_too()
    {
        var call = new WireCall("chat", $"thorough-chat/ttft700-n3-pt12-a{Guid.NewGuid():N}", Stream: true);
        await LeaveAsync(stage, call, 0);
        await stage.QuietAsync();
        var record = await stage.Usage.NewestAsync(call.Model);
        Assert.Equal(("drain", "reported", 3), (record.GetProperty("cancelPolicy").GetString(), record.GetProperty("source").GetString(), UsageBook.Tokens(record, "output")));
    }

    [Theory, InlineData("n3-hangmid1"), InlineData("hang"), InlineData("endless-itl5")]
    public async Task What_does_not_end_is_given_up_at_the_limit_and_estimated(string words)
    {
        await using var hasty = await ReliabilityStage.StartAsync("", "--Parley:Gateway:DrainLimit=00:00:01");
        var call = new WireCall("chat", $"thorough-chat/{words}-a{Guid.NewGuid():N}", Stream: true);
        await LeaveAsync(hasty, call, words == "hang" ? 0 : 200);
        // Of the usual limit nobody would see the end here.
        await hasty.QuietAsync(TimeSpan.FromSeconds(20));
        var record = await hasty.Usage.NewestAsync(call.Model);
        Assert.Equal(("cancelled", "drain", "estimated"),
            (UsageBook.Outcome(record), record.GetProperty("cancelPolicy").GetString(), record.GetProperty("source").GetString()));
    }

    private static async Task LeaveAsync(ReliabilityStage stage, WireCall call, int afterBytes)
    {
        using var leave = new CancellationTokenSource();
        var posts = stage.Simulator.Stats.Posts;
        var reading = ReadAsync();
        while (stage.Simulator.Stats.Posts == posts || (afterBytes > 0 && !reading.IsCompleted)) await Task.Delay(5);
        if (afterBytes == 0) await Task.Delay(100);
        await leave.CancelAsync();
        await reading;

        async Task ReadAsync()
        {
            try
            {
                using var request = call.ToRequest();
                var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave.Token);
                leave.Token.Register(response.Dispose);
                var body = await response.Content.ReadAsStreamAsync(leave.Token);
                for (var left = afterBytes; left > 0;) left -= await body.ReadAsync(new byte[256], leave.Token);
            }
            catch (OperationCanceledException) when (leave.IsCancellationRequested)
            {
            }
        }
    }
}
