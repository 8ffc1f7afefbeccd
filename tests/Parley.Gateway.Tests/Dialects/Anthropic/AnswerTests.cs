using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Anthropic;

public sealed class AnswerTests
{
    private static readonly Golden Golden = new("Anthropic");
    private static readonly AnthropicDialect Dialect = new();

    public static TheoryData<string> Streams => [.. Golden.Names(".sse").Where(n => !n.EndsWith(".written", StringComparison.Ordinal))];

    public static TheoryData<string> Bodies => [.. Golden.Names(".json").Where(n => !n.EndsWith(".written", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Streams))]
    public void A_stream_reads_as_its_events(string name) =>
        Assert.Equal(Golden.Text(name + ".sse.events.txt"), EventDump.Of(Golden.Read(name + ".sse", Dialect)));

    [Theory, MemberData(nameof(Bodies))]
    public void A_body_reads_as_its_events(string name) =>
        Assert.Equal(Golden.Text(name + ".json.events.txt"), EventDump.Of(Golden.Read(name + ".json", Dialect)));

    [Theory, MemberData(nameof(Streams))]
    public void The_events_of_a_stream_are_written_as_a_stream(string name) =>
        Assert.Equal(Golden.Text(name + ".written.sse"), Write(Golden.Read(name + ".sse", Dialect), Dialect.CreateStreamWriter(Answers.Identity, false)));

    [Theory, MemberData(nameof(Streams))]
    public void The_events_of_a_stream_are_written_as_a_body(string name) =>
        Assert.Equal(Golden.Text(name + ".written.json"), Write(Golden.Read(name + ".sse", Dialect), Dialect.CreateWholeWriter(Answers.Identity)));

    [Theory, MemberData(nameof(Streams))]
    public void What_is_written_is_well_formed(string name)
    {
        var events = Golden.Read(name + ".sse", Dialect);
        using var body = JsonDocument.Parse(Write(events, Dialect.CreateWholeWriter(Answers.Identity)));
        foreach (var (type, data) in Golden.Frames(Write(events, Dialect.CreateStreamWriter(Answers.Identity, false))))
        {
            using var frame = JsonDocument.Parse(data);
            Assert.Equal(Encoding.UTF8.GetString(type), frame.RootElement.GetProperty("type").GetString());
        }
    }

    /// <summary>The vendor's clients do not look inside either.</summary>
    [Theory]
    [InlineData("keepalive"), InlineData("{}"), InlineData("")]
    public void A_ping_is_one_whatever_stands_in_it(string data)
    {
        var events = new EventBatch();
        new AnthropicDialect().CreateStreamReader().Read("ping"u8.ToArray(), Encoding.UTF8.GetBytes(data), events);
        Assert.Equal(LlmEventKind.Ping, Assert.Single(events.Events.ToArray()).Kind);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("thinking")]
    [InlineData("tools")]
    [InlineData("server-tools")]
    [InlineData("cache")]
    [InlineData("stop-sequence")]
    [InlineData("refusal")]
    [InlineData("no-content")]
    public void A_written_stream_and_a_written_body_mean_the_same(string name)
    {
        var events = Golden.Read(name + ".sse", Dialect);
        var streamed = Answers.ReadStream(Write(events, Dialect.CreateStreamWriter(Answers.Identity, false)));
        var whole = Answers.ReadBody(Write(events, Dialect.CreateWholeWriter(Answers.Identity)));
        Assert.Equal(Answers.Fold(whole), Answers.Fold(streamed));
    }

    [Fact]
    public void Nothing_follows_the_end()
    {
        var reader = Dialect.CreateStreamReader();
        var events = new EventBatch();
        reader.Read(default, "{\"type\":\"message_stop\"}"u8.ToArray(), events);
        events.Clear();
        reader.Read(default, "{\"type\":\"message_stop\"}"u8.ToArray(), events);
        reader.Read(default, "rubbish"u8.ToArray(), events);
        reader.End(events);
        Assert.True(events.Events.IsEmpty);
    }

    [Fact]
    public void Parallel_calls_that_interleave_come_one_after_the_other()
    {
        var written = Answers.Write(Dialect.CreateStreamWriter(Answers.Identity, false),
            new LlmEvent { Kind = LlmEventKind.Started },
            Answers.Call(0, "call_a", "f"), Answers.Call(1, "call_b", "g"),
            Answers.Delta(1, BlockKind.ToolCall, "{"), Answers.Delta(0, BlockKind.ToolCall, "{}"), Answers.Delta(1, BlockKind.ToolCall, "}"),
            new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.ToolCalls },
            new LlmEvent { Kind = LlmEventKind.Usage, Usage = new Usage(Input: 3, Output: 4) },
            new LlmEvent { Kind = LlmEventKind.Completed });
        Assert.Equal(
            "started id=msg_1 model=asked\nusage \nblock 0 ToolCall id=call_a name=f\ndelta 0 ToolCall \"{}\"\nstopped 0 ToolCall\n"
            + "block 1 ToolCall id=call_b name=g\ndelta 1 ToolCall \"{\"\ndelta 1 ToolCall \"}\"\nstopped 1 ToolCall\n"
            + "usage input=3 output=4\nfinished ToolCalls\ncompleted\n",
            EventDump.Of(Answers.ReadStream(written)));
    }

    [Fact]
    public void A_refusal_in_words_is_text_with_the_stop_reason_refusal()
    {
        var written = Answers.Write(Dialect.CreateWholeWriter(Answers.Identity),
            new LlmEvent { Kind = LlmEventKind.Started },
            new LlmEvent { Kind = LlmEventKind.BlockStarted, BlockKind = BlockKind.Refusal },
            Answers.Delta(0, BlockKind.Refusal, "I will not"),
            new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.Stop },
            new LlmEvent { Kind = LlmEventKind.Completed });
        Assert.Contains("\"content\":[{\"type\":\"text\",\"text\":\"I will not\"}],\"stop_reason\":\"refusal\"", written, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_that_are_cut_off_stay_readable()
    {
        var written = Answers.Write(Dialect.CreateWholeWriter(Answers.Identity),
            new LlmEvent { Kind = LlmEventKind.Started },
            Answers.Call(0, "", "f"), Answers.Delta(0, BlockKind.ToolCall, "{\"a\":"),
            new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.Length },
            new LlmEvent { Kind = LlmEventKind.Completed });
        Assert.Contains("{\"type\":\"tool_use\",\"id\":\"toolu_1_0\",\"name\":\"f\",\"caller\":{\"type\":\"direct\"},\"input\":{\"INVALID_JSON\":\"{\\\"a\\\":\"}}", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_ends_a_stream_with_the_error_event_and_nothing_after()
    {
        var written = Answers.Write(Dialect.CreateStreamWriter(Answers.Identity, false),
            new LlmEvent { Kind = LlmEventKind.Started },
            new LlmEvent { Kind = LlmEventKind.Failed, Fault = new GatewayFault(FaultKind.Overloaded, "Busy \"now\"") },
            new LlmEvent { Kind = LlmEventKind.Completed });
        Assert.EndsWith("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Busy \\\"now\\\"\"},\"request_id\":\"req_1\"}\n\n", written, StringComparison.Ordinal);
    }

    private static string Write(EventBatch events, IAnswerWriter writer)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var item in events.Events) writer.Write(item, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
