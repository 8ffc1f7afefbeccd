using System.Diagnostics;
using System.Text;

namespace Parley.Tests.Reliability;

/// <summary>Vendors open a stream at once and may fail only then. Until something was said that is a failed call; but a
/// client does not wait for headers as long as a model thinks.</summary>
[Collection(BesideOthers.Faults), Trait("Pace", "slow")]
public sealed class OpeningTests(ReliabilityStage stage)
{
    private const string ChatOpening = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n";
    private const string MessagesOpening = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\nevent: ping\ndata: {\"type\":\"ping\"}\n\n";
    private const string ChatError = "data: {\"error\":{\"message\":\"simulated limit\",\"type\":\"rate_limit_error\",\"param\":null,\"code\":null}}\n\n";
    private const string MessagesError = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"simulated limit\"}}\n\n";
    private const string ChatRest = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n"
        + "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    private const string MessagesRest = "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
        + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n"
        + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"
        + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":2}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    private static int _next;

    public static TheoryData<string, string> Pairs => new() { { "chat", "chat" }, { "chat", "messages" }, { "messages", "chat" }, { "messages", "messages" } };

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_failure_behind_the_opening_is_a_status(string format, string kind)
    {
        // In two pieces with time between them, so that the opening has come alone.
        var answer = await AskAsync(format, kind, Opening(kind), kind == "chat" ? ChatError : MessagesError, 200);
        Assert.Equal((429, false), (answer.Status, answer.IsStream));
        Assert.Contains("simulated limit", answer.ErrorMessage, StringComparison.Ordinal);
        var record = (await stage.Usage.FindAsync(answer.Id!))!.Value;
        Assert.Equal(("failed", "rate_limited", 429), (UsageBook.Outcome(record), record.GetProperty("error").GetString(), record.GetProperty("status").GetInt32()));
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_failure_long_behind_the_opening_stays_in_the_stream(string format, string kind)
    {
        var answer = await AskAsync(format, kind, Opening(kind), kind == "chat" ? ChatError : MessagesError, 1600);
        Assert.Equal((200, true), (answer.Status, answer.IsStream));
        Assert.Contains("simulated limit", answer.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("failed", UsageBook.Outcome((await stage.Usage.FindAsync(answer.Id!))!.Value));
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task A_client_sees_the_stream_of_a_slow_model_alive(string format, string kind)
    {
        var call = Script(format, kind, Opening(kind), Rest(kind), 5000);
        using var request = call.ToRequest();
        var watch = Stopwatch.StartNew();
        using var response = await stage.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 4.5);
        await using var body = await response.Content.ReadAsStreamAsync();
        var first = new byte[64 * 1024];
        var read = await body.ReadAsync(first);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 4.5);
        var text = Encoding.UTF8.GetString(first, 0, read) + await new StreamReader(body).ReadToEndAsync();
        Assert.InRange(watch.Elapsed.TotalSeconds, 4.9, 20);
        if (format == kind) Assert.Equal(Opening(kind) + Rest(kind), text);
        else Assert.Contains("\"Hi\"", text, StringComparison.Ordinal);
        var id = response.Headers.GetValues("x-parley-request-id").Single();
        Assert.Equal("completed", UsageBook.Outcome((await stage.Usage.FindAsync(id))!.Value));
    }

    [Theory, MemberData(nameof(Pairs))]
    public async Task What_opens_leaves_with_the_first_word(string format, string kind)
    {
        var answer = await AskAsync(format, kind, Opening(kind), Rest(kind), 50);
        Assert.True(answer.IsComplete, answer.Body);
        Assert.Equal("Hi", answer.Text);
        if (format == kind) Assert.Equal(Opening(kind) + Rest(kind), answer.Body);
    }

    private static string Opening(string kind) => kind == "chat" ? ChatOpening : MessagesOpening;

    private static string Rest(string kind) => kind == "chat" ? ChatRest : MessagesRest;

    private Task<WireAnswer> AskAsync(string format, string kind, string opening, string rest, int pauseMs) =>
        stage.AskAsync(Script(format, kind, opening, rest, pauseMs));

    private WireCall Script(string format, string kind, string opening, string rest, int pauseMs)
    {
        var model = $"opening-{Interlocked.Increment(ref _next)}";
        stage.Simulator.Script(new()
        {
            Model = model, Body = opening + rest, Cuts = [opening.Length, rest.Length], DelayMs = pauseMs,
            Headers = new Dictionary<string, string> { ["content-type"] = "text/event-stream" },
        });
        return new WireCall(format, $"{kind}/{model}", Stream: true);
    }
}
