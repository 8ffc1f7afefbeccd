using System.Diagnostics;
using System.IO.Pipelines;
using System.Text;
using CsCheck;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Tests.Dialects;

namespace Parley.Gateway.Tests.Pipeline;

/// <summary>What opens an answer leaves with what follows it; a failure that comes before anything else is a failed call.</summary>
public sealed class OpeningTests
{
    private const string Role = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n";
    private const string Text = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n";
    private const string Audio = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"audio\":{\"data\":\"AAAA\"}},\"finish_reason\":null}]}\n\n";
    private const string ChatError = "data: {\"error\":{\"message\":\"slow down\",\"type\":\"rate_limit_error\",\"param\":null,\"code\":null}}\n\n";
    private const string Start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":9,\"output_tokens\":1}}}\n\n";
    private const string Block = "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n";
    private const string Ping = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
    private const string Overloaded = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"too much\"}}\n\n";

    private static readonly OpenAiChatDialect Chat = new();
    private static readonly AnthropicDialect Messages = new();
    private static readonly OpenAiResponsesDialect Responses = new();

    public static TheoryData<string, string> Streams()
    {
        var rows = new TheoryData<string, string>();
        foreach (var folder in new[] { "OpenAiChat", "Anthropic" })
            foreach (var name in new Golden(folder).Names(".sse").Where(n => !n.EndsWith(".written", StringComparison.Ordinal)))
                rows.Add(folder, name + ".sse");
        return rows;
    }

    /// <summary>Byte for byte and event for event, however the stream is cut; unless it fails before it says anything.</summary>
    [Theory, MemberData(nameof(Streams))]
    public async Task Every_stream_comes_out_as_it_went_in(string folder, string name)
    {
        var bytes = new Golden(folder).Bytes(name);
        var (whole, events) = await ReadAsync(new CutStream(bytes, []), DialectOf(folder));
        await Gen.Int[1, 40].Array[1, 8].SampleAsync(
            async sizes => Assert.Equal((whole, events), await ReadAsync(new CutStream(bytes, sizes), DialectOf(folder))),
            iter: 20);
        var text = Encoding.UTF8.GetString(bytes);
        if (whole.Length > 0) Assert.StartsWith(whole.TrimEnd('\n'), text, StringComparison.Ordinal);
        else Assert.StartsWith("failed", events, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, FaultKind, int> Failures => new()
    {
        { "chat", Role + ChatError, FaultKind.RateLimited, 429 },
        { "chat", ": waiting\n\n" + ChatError, FaultKind.RateLimited, 429 },
        { "chat", Role, FaultKind.StreamCut, 502 },
        { "chat", Role + "data: {\"id\":", FaultKind.StreamCut, 502 },
        { "messages", Start + Overloaded, FaultKind.Overloaded, 529 },
        { "messages", Start + Ping + Overloaded, FaultKind.Overloaded, 529 },
        { "messages", Start + Block + Ping + Overloaded, FaultKind.Overloaded, 529 },
        { "messages", Start + Block, FaultKind.StreamCut, 502 },
    };

    [Theory, MemberData(nameof(Failures))]
    public async Task A_failure_before_the_first_word_is_a_failed_call(string format, string stream, FaultKind kind, int status)
    {
        foreach (var sizes in new int[][] { [], [1], [7, 100] })
        {
            using var upstream = new ScriptedUpstream(Dialect(format), Of(stream, sizes));
            await using var answer = await upstream.AskAsync();
            Assert.Equal((kind, status, 1), (answer.Fault?.Kind, answer.Fault?.Status, answer.Attempts));
            if (kind == FaultKind.StreamCut) Assert.Contains("before it said anything", answer.Fault!.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("chat", Role + ChatError, Role + Text), InlineData("messages", Start + Ping + Overloaded, Start + Block + Ping)]
    [InlineData("chat", Role, Role + Text)]
    public async Task The_next_provider_takes_over_and_nothing_of_the_first_is_seen(string format, string failing, string good)
    {
        var whole = format == "chat" ? good + "data: [DONE]\n\n" : good + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
        using var upstream = new ScriptedUpstream(Dialect(format), Of(failing), Of(whole));
        await using var answer = await upstream.AskAsync();
        Assert.Null(answer.Fault);
        Assert.Equal((2, "up1"), (answer.Attempts, answer.Target!.Upstream.Name));
        Assert.Equal(whole, (await ReadAsync(answer)).Raw);
    }

    /// <summary>A vendor that answers whole and within says that it failed has answered nobody yet.</summary>
    [Fact]
    public async Task A_whole_answer_that_failed_is_tried_elsewhere_and_told_when_nobody_does_better()
    {
        const string Failed = """{"id":"resp_1","object":"response","status":"failed","error":{"code":"server_error","message":"Vendor text"},"output":[]}""";
        const string Good = """{"id":"resp_2","object":"response","status":"completed","output":[],"usage":{"input_tokens":1,"output_tokens":1}}""";
        using var upstream = new ScriptedUpstream(Responses, Of(Failed), Of(Good)) { IsWhole = true };
        await using var answer = await upstream.AskAsync();
        Assert.Equal((2, "up1", Good), (answer.Attempts, answer.Target!.Upstream.Name, (await ReadAsync(answer)).Raw));
        using var failing = new ScriptedUpstream(Responses, Of(Failed), Of(Failed)) { IsWhole = true };
        await using var last = await failing.AskAsync();
        Assert.Equal((2, 200, Failed), (failing.Calls, last.Fault!.Status, Encoding.UTF8.GetString(last.Fault.Body.Span)));
    }

    /// <summary>OpenAI tells of a failure twice, and clients look for the one or the other.</summary>
    [Fact]
    public async Task What_a_vendor_says_behind_its_failure_is_passed_on_too()
    {
        const string Delta = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hi\"}\n\n";
        const string Error = "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"Vendor text\",\"param\":null,\"sequence_number\":1}\n\n";
        const string Failed = "event: response.failed\ndata: {\"type\":\"response.failed\",\"sequence_number\":2,\"response\":{\"id\":\"r\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"Vendor text\"}}}\n\n";
        foreach (var sizes in new int[][] { [], [1], [7, 100] })
        {
            using var upstream = new ScriptedUpstream(Responses, Of(Delta + Error + Failed, sizes));
            await using var answer = await upstream.AskAsync();
            var (raw, events) = await ReadAsync(answer);
            Assert.Equal(Delta + Error + Failed, raw);
            Assert.EndsWith("failed UpstreamFailed 502: The model provider failed to answer. Try again.\n", events, StringComparison.Ordinal);
        }

        // A connection that is held open holds nothing up for long.
        var pipe = new Pipe();
        using var held = new ScriptedUpstream(Responses, pipe.Reader.AsStream());
        await WriteAsync(pipe, Delta + Error);
        await using var open = await held.AskAsync();
        var watch = Stopwatch.StartNew();
        Assert.Equal(Delta + Error, (await ReadAsync(open)).Raw);
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    [Theory]
    [InlineData("chat", Role + Text + ChatError), InlineData("chat", Role + Audio + ChatError)]
    [InlineData("messages", Start + Block + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n" + Overloaded)]
    [InlineData("messages", Start + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":{}}}\n\n" + Overloaded)]
    [InlineData("messages", Start + "event: something_new\ndata: {\"type\":\"something_new\"}\n\n" + Overloaded)]
    public async Task A_failure_behind_the_first_word_stays_in_the_stream(string format, string stream)
    {
        using var upstream = new ScriptedUpstream(Dialect(format), Of(stream, 5));
        await using var answer = await upstream.AskAsync();
        Assert.Null(answer.Fault);
        var (raw, events) = await ReadAsync(answer);
        Assert.Equal(stream, raw);
        Assert.Contains("\nfailed", events, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endless_opening_is_not_kept_for_long()
    {
        using var upstream = new ScriptedUpstream(Messages, Of(Start + string.Concat(Enumerable.Repeat(Ping, 40)) + Overloaded));
        await using var answer = await upstream.AskAsync();
        Assert.Null(answer.Fault);
        Assert.EndsWith("failed Overloaded 529: The model provider is overloaded. Try again soon.\n", (await ReadAsync(answer)).Events, StringComparison.Ordinal);
        using var large = new ScriptedUpstream(Chat, Of(": " + new string('x', 70_000) + "\n\n" + ChatError));
        await using var second = await large.AskAsync();
        Assert.Null(second.Fault);
    }

    [Fact]
    public async Task A_model_that_thinks_for_long_shows_its_opening_after_a_second()
    {
        var pipe = new Pipe();
        using var upstream = new ScriptedUpstream(Messages, pipe.Reader.AsStream());
        await WriteAsync(pipe, Start + Ping);
        var watch = Stopwatch.StartNew();
        await using var answer = await upstream.AskAsync();
        Assert.InRange(watch.Elapsed.TotalSeconds, 0.9, 10);
        Assert.True(await answer.MoveNextAsync(default));
        Assert.Equal(Start, Encoding.UTF8.GetString(answer.Raw.Span));
        Assert.StartsWith("started id=msg_1 model=m\nusage input=9", EventDump.Of(answer.Events), StringComparison.Ordinal);
        var second = answer.MoveNextAsync(default);
        Assert.True(second.IsCompleted && await second);
        Assert.Equal(Ping, Encoding.UTF8.GetString(answer.Raw.Span));
        var third = answer.MoveNextAsync(default);
        Assert.False(third.IsCompleted);
        await WriteAsync(pipe, Ping + Overloaded);
        Assert.True(await third);
        Assert.Equal(Ping, Encoding.UTF8.GetString(answer.Raw.Span));
        Assert.True(await answer.MoveNextAsync(default));
        Assert.StartsWith("failed Overloaded", EventDump.Of(answer.Events), StringComparison.Ordinal);
        Assert.False(await answer.MoveNextAsync(default));
    }

    [Fact]
    public async Task Giving_an_answer_up_ends_the_step_under_way_first()
    {
        var pipe = new Pipe();
        var stream = new NotedStream(pipe.Reader.AsStream());
        using var upstream = new ScriptedUpstream(Messages, stream);
        await WriteAsync(pipe, Start);
        var answer = await upstream.AskAsync();
        Assert.Equal(1, stream.Reading);
        await answer.DisposeAsync();
        Assert.Equal(0, stream.Reading);
    }

    [Fact]
    public async Task A_caller_that_leaves_during_the_opening_is_not_kept()
    {
        var pipe = new Pipe();
        using var upstream = new ScriptedUpstream(Messages, pipe.Reader.AsStream());
        using var leaving = new CancellationTokenSource();
        await WriteAsync(pipe, Start);
        var asking = upstream.AskAsync(leaving.Token).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    private static async Task<(string Raw, string Events)> ReadAsync(Stream stream, IDialect dialect)
    {
        using var upstream = new ScriptedUpstream(dialect, stream);
        await using var answer = await upstream.AskAsync();
        return answer.Fault is { } fault ? ("", $"failed {fault.Kind}\n") : await ReadAsync(answer);
    }

    private static async Task<(string Raw, string Events)> ReadAsync(LlmAnswer answer)
    {
        var raw = new MemoryStream();
        var events = new StringBuilder();
        while (await answer.MoveNextAsync(default))
        {
            raw.Write(answer.Raw.Span);
            events.Append(EventDump.Of(answer.Events));
        }

        return (Encoding.UTF8.GetString(raw.ToArray()), events.ToString());
    }

    private static async Task WriteAsync(Pipe pipe, string text) => await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes(text));

    private static CutStream Of(string text, params int[] sizes) => new(Encoding.UTF8.GetBytes(text), sizes);

    private static IDialect Dialect(string format) => format == "chat" ? Chat : Messages;

    private static IDialect DialectOf(string folder) => folder == "OpenAiChat" ? Chat : Messages;

    /// <summary>Counts the reads that are under way.</summary>
    private sealed class NotedStream(Stream inner) : MemoryStream
    {
        public int Reading { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reading++;
            try
            {
                return await inner.ReadAsync(buffer, cancellationToken);
            }
            finally
            {
                Reading--;
            }
        }
    }
}
