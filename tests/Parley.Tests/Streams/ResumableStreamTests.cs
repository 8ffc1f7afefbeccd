using System.Diagnostics;
using System.Net;
using System.Text;
using Parley.Tests.Reliability;

namespace Parley.Tests.Streams;

/// <summary>A client that comes back gets byte for byte what it would have got without leaving.</summary>
[Collection(BesideOthers.Streams), Trait("Pace", "slow")]
public sealed class ResumableStreamTests(StreamsStage streams) : IClassFixture<StreamsStage>
{
    public static MatrixTheoryData<string, string> Pairs => new(["chat", "messages", "responses"], ["chat", "messages", "responses"]);

    [Theory, MemberData(nameof(Pairs))]
    public async Task It_can_be_cut_at_every_byte(string format, string kind)
    {
        var (id, whole) = await streams.WholeAsync(new WireCall(format, $"{kind}/n6-utf-think", Stream: true));
        Assert.StartsWith("id: 1\n", Encoding.UTF8.GetString(whole), StringComparison.Ordinal);
        var tails = new Dictionary<long, byte[]>();
        for (var cut = 0; cut <= whole.Length; cut++)
        {
            var (bytes, last) = StreamsStage.WholeEvents(whole.AsSpan(0, cut));
            if (!tails.TryGetValue(last, out var tail)) tails[last] = tail = await streams.PickUpAsync(id, last);
            Assert.True(whole.AsSpan(bytes).SequenceEqual(tail), $"after {cut} bytes");
        }

        Assert.True(tails.Count > 6);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task It_goes_on_while_nobody_is_there_and_is_followed_live(string format, string kind)
    {
        var (id, response) = await streams.BeginAsync(new WireCall(format, $"{kind}/n60-itl30", Stream: true));
        var first = await StreamsStage.ReadSomeAsync(response, 900);
        response.Dispose();
        await Task.Delay(600, TestContext.Current.CancellationToken);
        var (bytes, last) = StreamsStage.WholeEvents(first);
        var rest = await streams.PickUpAsync(id, last);
        var whole = await streams.PickUpAsync(id, 0);
        Assert.Equal(Encoding.UTF8.GetString(whole), Encoding.UTF8.GetString(first, 0, bytes) + Encoding.UTF8.GetString(rest));
        var end = format switch { "chat" => "data: [DONE]\n\n", "messages" => "{\"type\":\"message_stop\"}\n\n", _ => "event: response.completed" };
        Assert.Contains(end, Encoding.UTF8.GetString(whole.AsSpan(Math.Max(0, whole.Length - 2500))), StringComparison.Ordinal);

        var record = await streams.Stage.Usage.SettledAsync(id);
        Assert.Equal(("completed", "reported"), (UsageBook.Outcome(record), record.GetProperty("source").GetString()));
    }

    [Fact]
    public async Task Fifty_readers_get_the_same()
    {
        var (id, response) = await streams.BeginAsync(new WireCall("chat", "chat/n80-itl10", Stream: true));
        using var first = response;
        var readers = Enumerable.Range(0, 50).Select(async i =>
        {
            await Task.Delay(i * 10, TestContext.Current.CancellationToken);
            return await streams.PickUpAsync(id, 0);
        }).ToList();
        var whole = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        foreach (var read in await Task.WhenAll(readers)) Assert.Equal(whole, read);
    }

    [Fact]
    public async Task A_reader_may_be_slower_than_the_model()
    {
        var (id, response) = await streams.BeginAsync(new WireCall("messages", "messages/n4000-sz200", Stream: true));
        using var slow = response;
        var body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        for (var pieces = 0; await body.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count; pieces++)
        {
            read.Write(buffer, 0, count);
            if (pieces < 20) await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True(read.Length > 1_000_000);
        Assert.Equal(await streams.PickUpAsync(id, 0), read.ToArray());
    }

    [Fact]
    public async Task Without_readers_it_ends_after_the_grace_period()
    {
        var aborted = streams.Stage.Simulator.Stats.ClientAborted;
        var (id, response) = await streams.BeginAsync(new WireCall("chat", "messages/endless-itl20", Stream: true));
        await StreamsStage.ReadSomeAsync(response, 500);
        response.Dispose();
        var watch = Stopwatch.StartNew();
        while (streams.Stage.Simulator.Stats.ClientAborted == aborted)
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(8));
        Assert.Equal("cancelled", UsageBook.Outcome(await streams.Stage.Usage.SettledAsync(id)));
        var text = Encoding.UTF8.GetString(await streams.PickUpAsync(id, 0));
        Assert.Contains("data: {\"error\":", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_cut_answer_ends_with_the_formats_error_event(string format, string kind)
    {
        var (id, whole) = await streams.WholeAsync(new WireCall(format, $"{kind}/n9-drop4", Stream: true));
        Assert.Contains("error", Encoding.UTF8.GetString(whole), StringComparison.Ordinal);
        Assert.Equal(whole, await streams.PickUpAsync(id, 0));
    }

    [Fact]
    public async Task A_call_that_fails_before_it_says_anything_has_its_ordinary_status()
    {
        var (id, response) = await streams.BeginAsync(new WireCall("chat", "chat/err429-ra7", Stream: true));
        using (response)
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter?.Delta);
            Assert.Equal("chat", response.Headers.GetValues("x-parley-provider").Single());
        }

        Assert.StartsWith("id: 1\ndata: {\"error\":", Encoding.UTF8.GetString(await streams.PickUpAsync(id, 0)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_header_nothing_is_kept_and_nothing_is_numbered()
    {
        using var request = new WireCall("chat", "chat/n3", Stream: true).ToRequest();
        using var response = await streams.Stage.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("id: 1\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var missing = await streams.Stage.Client.GetAsync(new Uri("/v1/streams/" + response.Headers.GetValues("x-parley-request-id").Single(), UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task A_key_may_want_it_for_all_of_its_streams()
    {
        var key = (await streams.Stage.Parley.RunAsync(["keys", "create", "--name", "headset", "--resumable"])).Expect();
        using var client = streams.Stage.Parley.CreateClient(key);
        using var request = new WireCall("messages", "chat/n3", Stream: true).ToRequest();
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var whole = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("id: 1\n", Encoding.UTF8.GetString(whole), StringComparison.Ordinal);
        Assert.Equal(whole, await streams.PickUpAsync(response.Headers.GetValues("x-parley-request-id").Single(), 0, client));

        using var without = new WireCall("messages", "chat/n3", Stream: true).ToRequest();
        without.Headers.Add("x-parley-resumable", "false");
        using var plain = await client.SendAsync(without, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("id: 1\n", await plain.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_caller_does_not_find_it()
    {
        var (id, _) = await streams.WholeAsync(new WireCall("chat", "chat/n3", Stream: true));
        using var other = streams.Stage.Parley.CreateClient(await streams.Stage.Parley.CreateKeyAsync("other"));
        foreach (var name in new[] { id, "req_00000000000000000000000000", "%2e%2e" })
        {
            using var response = await other.GetAsync(new Uri($"/v1/streams/{name}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Theory, InlineData("?after=x"), InlineData("?after=-1"), InlineData("?after=99999999999999999999"), InlineData("?after=9223372036854775807")]
    public async Task A_place_that_is_none_is_refused(string query)
    {
        var (id, _) = await streams.WholeAsync(new WireCall("chat", "chat/n3", Stream: true));
        using var response = await streams.Stage.Client.GetAsync(new Uri($"/v1/streams/{id}{query}", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Whoever_has_all_of_it_gets_nothing_more()
    {
        var (id, whole) = await streams.WholeAsync(new WireCall("chat", "chat/n3", Stream: true));
        Assert.Empty(await streams.PickUpAsync(id, StreamsStage.WholeEvents(whole).LastId));
        Assert.Empty(await streams.PickUpAsync(id, 5000));
    }
}
