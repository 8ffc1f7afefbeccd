using System.Diagnostics;

namespace Parley.Tests.Reliability;

/// <summary>A client that leaves stops the vendor within a second, and is booked by the provider's cancel policy.</summary>
[Collection(Reliable.Name), Trait("Pace", "slow")]
public sealed class ClientLeavesTests(ReliabilityStage stage)
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    public static MatrixTheoryData<string, string, string> Pairs => new(["chat", "responses", "messages"], ["chat", "messages", "gemini"], ["estimate", "none"]);

    [Theory, MemberData(nameof(Pairs))]
    public async Task Before_the_first_byte_of_a_stream(string format, string kind, string policy)
    {
        var record = await LeaveAsync(new(format, Model(kind, policy, "hang-a"), Stream: true), afterBytes: 0, policy);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, record.GetProperty("ttftMs").ValueKind);
        if (policy == "estimate") Assert.Equal(0, UsageBook.Tokens(record, "output"));
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task In_the_middle_of_a_stream(string format, string kind, string policy)
    {
        var record = await LeaveAsync(new(format, Model(kind, policy, "n500-itl20-a"), Stream: true), afterBytes: format == "responses" ? 4500 : 1500, policy);
        if (policy == "estimate") Assert.InRange(UsageBook.Tokens(record, "output"), 2, 250);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task Before_a_whole_answer(string format, string kind, string policy) =>
        await LeaveAsync(new(format, Model(kind, policy, "n5-ttft20000-a"), Stream: false), afterBytes: 0, policy);

    private async Task<System.Text.Json.JsonElement> LeaveAsync(WireCall call, int afterBytes, string policy)
    {
        await stage.QuietAsync();
        var (posts, aborted) = (stage.Simulator.Stats.Posts, stage.Simulator.Stats.ClientAborted);
        using var leave = new CancellationTokenSource();
        var calling = CallAsync(call, afterBytes, leave);
        await UntilAsync(() => stage.Simulator.Stats.Posts > posts && (afterBytes > 0 ? calling.IsCompleted : stage.Simulator.Stats.Active > 0), TimeSpan.FromSeconds(20));
        if (afterBytes == 0) await Task.Delay(50);
        var watch = Stopwatch.StartNew();
        await leave.CancelAsync();
        await calling;
        await UntilAsync(() => stage.Simulator.Stats.ClientAborted > aborted, TimeSpan.FromSeconds(10));
        Assert.True(watch.Elapsed < Second, $"the vendor generated for {watch.Elapsed} after the client had left");
        await stage.QuietAsync();

        var record = await stage.Usage.NewestAsync(call.Model);
        Assert.Equal(("cancelled", policy), (UsageBook.Outcome(record), record.GetProperty("cancelPolicy").GetString()));
        if (policy == "estimate")
        {
            Assert.Equal("estimated", record.GetProperty("source").GetString());
            Assert.True(UsageBook.Tokens(record, "input") > 0);
        }
        else
        {
            // Only what the vendor said before the client left: Anthropic and Google report the prompt with their first event.
            var reported = !call.Model.Contains("chat/", StringComparison.Ordinal) && afterBytes > 0;
            Assert.Equal(reported ? "reported" : null, record.GetProperty("source").GetString());
        }

        return record;
    }

    /// <summary>Ends when enough has come (the connection stays open) or the token fires.</summary>
    private async Task CallAsync(WireCall call, int bytes, CancellationTokenSource leave)
    {
        try
        {
            using var request = call.ToRequest();
            var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave.Token);
            var body = await response.Content.ReadAsStreamAsync(leave.Token);
            leave.Token.Register(response.Dispose);
            var buffer = new byte[1024];
            while (bytes > 0) bytes -= await body.ReadAsync(buffer, leave.Token);
        }
        catch (OperationCanceledException) when (leave.IsCancellationRequested)
        {
        }
    }

    private static string Model(string kind, string policy, string words) => $"{(policy == "none" ? "frugal-" : "")}{kind}/{words}{Guid.NewGuid():N}";

    private static async Task UntilAsync(Func<bool> condition, TimeSpan limit)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < limit, "It did not happen in time.");
            await Task.Delay(5);
        }
    }
}
