using System.Diagnostics;

namespace Parley.Tests.Reliability;

/// <summary>Answers without an end, in length or in time, take no more memory than is allowed.</summary>
[Collection(Reliable.Name), Trait("Pace", "slow")]
public sealed class MemoryUnderFaultTests(ReliabilityStage stage)
{
    [Theory]
    [InlineData("chat", "chat", true), InlineData("messages", "messages", true), InlineData("messages", "chat", true), InlineData("chat", "chat", false), InlineData("chat", "messages", false)]
    public async Task A_line_of_200_MiB_is_refused_within_bounds(string format, string kind, bool stream)
    {
        await stage.AskAsync(new(format, $"{kind}/n3", stream)); // warm
        var before = stage.ResidentMegabytes();
        var peak = before;
        var asking = stage.AskAsync(new(format, $"{kind}/bigline200", stream));
        while (!asking.IsCompleted)
        {
            peak = Math.Max(peak, stage.ResidentMegabytes());
            await Task.Delay(2);
        }

        var answer = await asking;
        Assert.Equal(502, answer.Status);
        Assert.Contains(stream ? "16 MiB" : "64 MiB", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("failed", UsageBook.Outcome((await stage.Usage.FindAsync(answer.Id!))!.Value));
        // The limit, and what is left behind while the buffer grows.
        Assert.True(peak - before < (stream ? 80 : 140), $"{before:0} MiB became {peak:0} MiB");
        await stage.QuietAsync();
    }

    [Theory]
    [InlineData("chat", "chat"), InlineData("chat", "messages")]
    public async Task An_endless_stream_takes_no_memory_and_ends_with_its_client(string format, string kind)
    {
        using var leave = new CancellationTokenSource();
        using var request = new WireCall(format, $"{kind}/endless-n20-itlu500", Stream: true).ToRequest();
        using var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var id = response.Headers.GetValues("x-parley-request-id").Single();
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[64 * 1024];
        var watch = Stopwatch.StartNew();
        double early = 0, late = 0;
        var total = 0L;
        while (watch.Elapsed < TimeSpan.FromSeconds(5))
        {
            total += await body.ReadAsync(buffer);
            if (early == 0 && watch.Elapsed > TimeSpan.FromSeconds(2)) early = stage.ResidentMegabytes();
        }

        late = stage.ResidentMegabytes();
        response.Dispose();
        Assert.True(total > 100_000, $"only {total} bytes came");
        Assert.True(late - early < 30, $"{early:0} MiB became {late:0} MiB");
        var record = await stage.Usage.SettledAsync(id);
        Assert.Equal("cancelled", UsageBook.Outcome(record));
        Assert.True(UsageBook.Tokens(record, "output") > 1000);
    }
}
