using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiChat;

public sealed class AnswerWriterTests
{
    private static readonly Golden s_golden = new("OpenAiChat");
    private static readonly AnswerIdentity s_identity = new("req_01abc", "asked-model", DateTimeOffset.FromUnixTimeSeconds(1700000000));

    public static TheoryData<string> Streamed => [.. s_golden.Names(".written.sse.txt")];

    public static TheoryData<string> Whole => [.. s_golden.Names(".written.json.txt")];

    [Theory]
    [MemberData(nameof(Streamed))]
    public void An_answer_is_written_as_a_stream(string name) =>
        Assert.Equal(s_golden.Text(name + ".written.sse.txt"), Write(s_golden.Read(name, new OpenAiChatDialect()).Events, streamed: true));

    [Theory]
    [MemberData(nameof(Whole))]
    public void An_answer_is_written_whole(string name)
    {
        var body = Write(s_golden.Read(name, new OpenAiChatDialect()).Events, streamed: false);
        Assert.Equal(s_golden.Text(name + ".written.json.txt"), body);
        using var valid = JsonDocument.Parse(body);
    }

    [Fact]
    public void Blocks_of_other_vendors_vanish_and_the_text_around_them_is_joined()
    {
        LlmEvent[] events =
        [
            new() { Kind = LlmEventKind.Started, Id = JsonText.From("msg_1"), Name = JsonText.From("claude") },
            new() { Kind = LlmEventKind.Usage, Usage = new Usage(Input: 1) },
            new() { Kind = LlmEventKind.Ping },
            new() { Kind = LlmEventKind.BlockStarted, Block = 0, BlockKind = BlockKind.OpaqueReasoning, Json = "{}"u8.ToArray() },
            new() { Kind = LlmEventKind.BlockStopped, Block = 0, BlockKind = BlockKind.OpaqueReasoning },
            .. Text(1, "one "),
            new() { Kind = LlmEventKind.BlockStarted, Block = 2, BlockKind = BlockKind.Opaque, Json = "{}"u8.ToArray() },
            new() { Kind = LlmEventKind.Delta, Block = 2, BlockKind = BlockKind.Opaque, Text = JsonText.From("{}") },
            new() { Kind = LlmEventKind.BlockStopped, Block = 2, BlockKind = BlockKind.Opaque },
            .. Text(3, "two"),
            new() { Kind = LlmEventKind.Citation, Block = 3, Citation = new Citation(null, "a document", "words", 0, 1, 2) },
            new() { Kind = LlmEventKind.Usage, Usage = new Usage(Input: 5, CacheRead: 3, CacheWrite5m: 2, Output: 7) },
            new() { Kind = LlmEventKind.Finished, Finish = FinishReason.StopSequence, Text = JsonText.From("END") },
            new() { Kind = LlmEventKind.Completed },
        ];
        const string Usage = """{"prompt_tokens":10,"completion_tokens":7,"total_tokens":17,"prompt_tokens_details":{"cached_tokens":3,"audio_tokens":0,"cache_write_tokens":2},"completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""";
        Assert.Equal("""{"id":"chatcmpl-msg_1","object":"chat.completion","created":1700000000,"model":"asked-model","choices":[{"index":0,"message":{"role":"assistant","content":"one two","refusal":null},"logprobs":null,"finish_reason":"stop"}],"usage":"""
            + Usage + "}", Write(events, streamed: false));
        const string Head = """data: {"id":"chatcmpl-msg_1","object":"chat.completion.chunk","created":1700000000,"model":"asked-model","choices":[""";
        Assert.Equal(": ping\n\n"
            + Head + """{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n"
            + Head + """{"index":0,"delta":{"content":"one "},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n"
            + Head + """{"index":0,"delta":{"content":"two"},"logprobs":null,"finish_reason":null}],"usage":null}""" + "\n\n"
            + Head + """{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}""" + "\n\n"
            + Head + "],\"usage\":" + Usage + "}\n\ndata: [DONE]\n\n", Write(events, streamed: true));
    }

    [Fact]
    public void Usage_is_not_sent_to_who_did_not_ask_for_it()
    {
        var written = Write(s_golden.Read("text.sse", new OpenAiChatDialect()).Events, streamed: true, includeUsage: false);
        Assert.DoesNotContain("usage", written, StringComparison.Ordinal);
        Assert.EndsWith("\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", written, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_answer_ends_with_the_error_and_not_with_done()
    {
        var written = Write(s_golden.Read("cut.sse", new OpenAiChatDialect()).Events, streamed: true);
        Assert.Contains("data: {\"error\":{", written, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", written, StringComparison.Ordinal);
    }

    internal static string Write(ReadOnlySpan<LlmEvent> events, bool streamed, bool includeUsage = true)
    {
        var dialect = new OpenAiChatDialect();
        var writer = streamed ? dialect.CreateStreamWriter(s_identity, includeUsage) : dialect.CreateWholeWriter(s_identity);
        var output = new ArrayBufferWriter<byte>();
        foreach (ref readonly var item in events) writer.Write(item, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static LlmEvent[] Text(int block, string text) =>
    [
        new() { Kind = LlmEventKind.BlockStarted, Block = block, BlockKind = BlockKind.Text },
        new() { Kind = LlmEventKind.Delta, Block = block, BlockKind = BlockKind.Text, Text = JsonText.From(text) },
        new() { Kind = LlmEventKind.BlockStopped, Block = block, BlockKind = BlockKind.Text },
    ];
}
