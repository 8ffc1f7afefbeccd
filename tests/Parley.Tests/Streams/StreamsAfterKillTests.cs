using System.Text;
using Parley.Tests.Infrastructure;
using Parley.Tests.Reliability;

namespace Parley.Tests.Streams;

/// <summary>What was durable of a stream when its process was killed is there after the next start, and ends with the format's error event.</summary>
[Collection(BesideOthers.Streams), Trait("Pace", "slow")]
public sealed class StreamsAfterKillTests
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task A_stream_that_was_killed_is_replayed_as_far_as_it_was_durable(bool postgres)
    {
        var database = postgres ? await PostgresServer.SharedAsync() : null;
        await using var stage = await ReliabilityStage.StartAsync(database is null ? "" : await database.CreateDatabaseAsync());
        using var request = new WireCall("messages", "chat/endless-itl20", Stream: true).ToRequest();
        request.Headers.Add("x-parley-resumable", "true");
        using var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var id = response.Headers.GetValues("x-parley-request-id").Single();
        await StreamsStage.ReadSomeAsync(response, 4000);
        await Task.Delay(500, TestContext.Current.CancellationToken);
        await stage.Parley.KillAsync();
        await stage.Parley.StartAsync();

        var text = await stage.Client.GetStringAsync(new Uri($"/v1/streams/{id}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.StartsWith("id: 1\nevent: message_start\n", text, StringComparison.Ordinal);
        Assert.True(Encoding.UTF8.GetByteCount(text) > 4000);
        Assert.Contains("event: error\ndata: {\"type\":\"error\"", text, StringComparison.Ordinal);
        Assert.EndsWith("\n\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("message_stop", text, StringComparison.Ordinal);
    }
}
