using System.Diagnostics;

namespace Parley.Tests.Reliability;

/// <summary>A client that stops reading, and does not leave either, holds its stream and the vendor's for a limited time only.</summary>
[Trait("Pace", "slow")]
public sealed class StalledClientTests
{
    /// <summary>More than all socket buffers hold, so that everybody waits for the client.</summary>
    private const string Long = "n12000-sz4000";

    [Fact]
    public async Task It_is_cut_off_and_the_vendor_stops_and_the_call_is_booked_as_cancelled()
    {
        await using var stage = await ReliabilityStage.StartAsync("", "--Parley:Gateway:StalledClientTimeout=00:00:05");
        foreach (var (format, kind) in new[] { ("chat", "chat"), ("messages", "chat") })
        {
            var model = $"{kind}/{Long}-{format}";
            var aborted = stage.Simulator.Stats.ClientAborted;
            using var request = new WireCall(format, model, Stream: true).ToRequest();
            using var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            // Slower than the vendor, longer than the limit: that is no reason. (Not slower still: the system tells the sender of room only when a
            // good part of its buffer is free.)
            var (buffer, watch) = (new byte[32 * 1024], Stopwatch.StartNew());
            while (watch.Elapsed < TimeSpan.FromSeconds(6))
            {
                await body.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }

            Assert.Equal((1, aborted), (stage.Simulator.Stats.Active, stage.Simulator.Stats.ClientAborted));
            // And now nothing any more.
            await stage.QuietAsync(TimeSpan.FromSeconds(40));
            Assert.Equal(aborted + 1, stage.Simulator.Stats.ClientAborted);
            var record = await stage.Usage.NewestAsync(model);
            Assert.Equal("cancelled", UsageBook.Outcome(record));
            Assert.True(UsageBook.Tokens(record, "output") > 0);
            await Assert.ThrowsAnyAsync<Exception>(() => ReadToEndAsync(body));
        }
    }

    private static async Task ReadToEndAsync(Stream body)
    {
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, TestContext.Current.CancellationToken) > 0)
        {
        }
    }
}
