using System.Text;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects;

/// <summary>What the fuzzer found in readers of answers (tests/Parley.Fuzz), and what it cannot reach by its limit of 1 MiB.</summary>
public sealed class HostileAnswerTests
{
    private const int OneMiB = 1024 * 1024;

    public static TheoryData<string, string, string> ManyPieces => new()
    {
        { "chat", "{\"id\":\"x\",\"choices\":[{\"KIND\":{\"content\":[", "{\"text\":\"a\"}" },
        { "chat", "{\"id\":\"x\",\"choices\":[{\"KIND\":{\"content\":[{\"a\":1", "\"text\":\"a\"" },
        { "chat", "{\"id\":\"x\",\"choices\":[{\"KIND\":{\"content\":\"x\",\"annotations\":[", "{\"url_citation\":{\"url\":\"a\"}}" },
        { "chat", "{\"id\":\"x\",\"choices\":[{\"KIND\":{\"tool_calls\":[", "{\"function\":{\"name\":\"a\"}}" },
        { "gemini", "{\"candidates\":[{\"content\":{\"parts\":[", "{}" },
        { "gemini", "{\"candidates\":[{\"content\":{\"parts\":[", "{\"text\":\"a\"}" },
        { "gemini", "{\"candidates\":[{\"content\":{\"parts\":[", "{\"fileData\":{}}" },
        { "gemini", "{\"candidates\":[{\"content\":{\"parts\":[", "{\"functionCall\":{\"name\":\"a\"}}" },
        { "gemini", "{\"candidates\":[{\"groundingMetadata\":{\"groundingChunks\":[", "{\"web\":{\"uri\":\"a\"}}" },
        { "gemini", "[", "{\"candidates\":[{}]}" },
        { "responses", "{\"output\":[", "{}" },
        { "responses", "{\"output\":[{\"type\":\"message\",\"content\":[", "{\"type\":\"output_text\"}" },
        { "responses", "{\"output\":[{\"type\":\"reasoning\",\"summary\":[", "{\"type\":\"summary_text\",\"text\":\"a\"}" },
        { "responses", "{\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"a\",\"annotations\":[", "{}" },
        { "responses", "{\"type\":\"response.completed\",\"response\":{\"output\":[", "{\"type\":\"function_call\"}" },
        { "responses", "{\"type\":\"response.output_item.done\",\"output_index\":0,\"item\":{\"type\":\"message\",\"content\":[", "{\"type\":\"output_text\",\"text\":\"a\"}" },
        { "messages", "{\"type\":\"message\",\"content\":[", "{}" },
        { "messages", "{\"type\":\"message\",\"content\":[{\"type\":\"text\",\"text\":\"a\",\"citations\":[", "{}" },
        { "messages", "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"a\",\"citations\":[", "{}" },
    };

    [Theory, MemberData(nameof(ManyPieces))]
    public void A_frame_of_countless_tiny_pieces_stays_within_64_MiB(string format, string head, string piece)
    {
        foreach (var whole in new[] { false, true })
        {
            var body = Encoding.UTF8.GetBytes(head.Replace("KIND", whole ? "message" : "delta", StringComparison.Ordinal) + string.Join(',', Enumerable.Repeat(piece, OneMiB / (piece.Length + 1))) + Closing(head));
            var dialect = Dialect(format);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var events = new EventBatch();
            var reader = whole ? dialect.CreateWholeReader() : dialect.CreateStreamReader();
            reader.Read(default, body, events);
            if (events.Events is not [.., { Kind: LlmEventKind.Failed }]) reader.End(events);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 64 * OneMiB);
            Assert.True(events.Events.Length <= EventBatch.Most);
            Assert.True(events.Events[^1].Kind == LlmEventKind.Failed || OneMiB / (piece.Length + 1) < EventBatch.Most);
        }
    }

    [Theory]
    [InlineData("chat", """{"id":"x","\ud83d":1,"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"\ud83d"}]}""")]
    [InlineData("gemini", """{"candidates":[{"content":{"parts":[{"text":"a","\ud83d":1}]},"finishReason":"\ud83d"}]}""")]
    [InlineData("messages", """{"type":"\ude00\ud83d"}""")]
    [InlineData("responses", """{"type":"\ude00\ud83d"}""")]
    [InlineData("responses", """{"status":"completed","output":[{"type":"\ud83d"}],"\ud83d":1}""")]
    [InlineData("responses", """{"type":"response.output_item.added","item":{"type":"\ud83d"},"status":"x","output":[{"\ud83d":1}]}""")]
    [InlineData("messages", """{"type":"content_block_start","index":0,"content_block":{"type":"\ud83d"}}""")]
    public void Half_a_surrogate_pair_in_a_word_that_is_compared_does_not_throw(string format, string frame)
    {
        foreach (var reader in new[] { Dialect(format).CreateStreamReader(), Dialect(format).CreateWholeReader() })
        {
            var events = new EventBatch();
            reader.Read(default, Encoding.UTF8.GetBytes(frame), events);
            reader.End(events);
            Assert.Equal(LlmEventKind.Failed, events.Events[^1].Kind);
        }
    }

    [Fact]
    public void Sources_that_come_before_the_words_are_kept()
    {
        var reader = new OpenAiChatDialect().CreateStreamReader();
        var events = new EventBatch();
        reader.Read(default, """{"id":"x","choices":[{"index":0,"delta":{"content":"","annotations":[{"type":"url_citation","url_citation":{"url":"https://a"}}]}}]}"""u8.ToArray(), events);
        reader.Read(default, """{"id":"x","choices":[{"index":0,"delta":{"content":"words"},"finish_reason":"stop"}]}"""u8.ToArray(), events);
        Assert.Contains("citation 0 url=https://a", EventDump.Of(events), StringComparison.Ordinal);
        Assert.Contains("delta 0 Text \"words\"", EventDump.Of(events), StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_of_a_whole_answer_stay_apart_although_they_share_an_id_or_number()
    {
        var events = new EventBatch();
        new OpenAiChatDialect().CreateWholeReader().Read(default, """
            {"id":"x","choices":[{"index":0,"message":{"tool_calls":[{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\":1}"}},{"index":0,"id":"c","function":{"name":"f","arguments":"{\"a\":2}"}}]}}]}
            """u8.ToArray(), events);
        Assert.Equal(2, events.Events.ToArray().Count(e => e.Kind == LlmEventKind.BlockStarted));
    }

    [Theory]
    [InlineData(512, true)]
    [InlineData(513, false)]
    public void All_readers_take_as_many_calls_and_no_more(int calls, bool taken)
    {
        var numbers = Enumerable.Range(0, calls).ToList();
        var chat = string.Join(',', numbers.Select(i => $$$"""{"index":{{{i}}},"id":"c{{{i}}}","function":{"name":"f","arguments":"{}"} }"""));
        var messages = numbers.ConvertAll(i => $$$"""{"type":"tool_use","id":"c{{{i}}}","name":"f","input":{}}""");
        Answers("chat", whole: true, $$$"""{"id":"x","choices":[{"index":0,"message":{"tool_calls":[{{{chat}}}]},"finish_reason":"tool_calls"}]}""");
        Answers("chat", whole: false, $$$"""{"id":"x","choices":[{"index":0,"delta":{"tool_calls":[{{{chat}}}]},"finish_reason":"tool_calls"}]}""", "[DONE]");
        var gemini = string.Join(',', numbers.Select(i => $$$"""{"functionCall":{"name":"f","args":{"i":{{{i}}} } } }"""));
        Answers("gemini", whole: true, $$$"""{"candidates":[{"content":{"parts":[{{{gemini}}}]},"finishReason":"STOP"}]}""");
        Answers("gemini", whole: false, [.. numbers.Select(i => $$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"id":"c{{{i}}}","name":"f"} }]},"finishReason":"STOP"}]}""")]);
        var responses = numbers.ConvertAll(i => $$$"""{"type":"function_call","call_id":"c{{{i}}}","name":"f","arguments":"{}"}""");
        Answers("responses", whole: true, $$"""{"output":[{{string.Join(',', responses)}}]}""");
        Answers("responses", whole: false, [.. numbers.Select(i => $$$"""{"type":"response.output_item.added","output_index":{{{i}}},"item":{{{responses[i]}}} }"""), """{"type":"response.completed"}"""]);
        Answers("messages", whole: true, $$"""{"type":"message","content":[{{string.Join(',', messages)}}],"stop_reason":"tool_use"}""");
        Answers("messages", whole: false, [.. numbers.Select(i => $$$"""{"type":"content_block_start","index":{{{i}}},"content_block":{{{messages[i]}}} }"""), """{"type":"message_stop"}"""]);

        void Answers(string format, bool whole, params string[] frames)
        {
            var events = new EventBatch();
            var reader = whole ? Dialect(format).CreateWholeReader() : Dialect(format).CreateStreamReader();
            foreach (var frame in frames) reader.Read(default, Encoding.UTF8.GetBytes(frame), events);
            if (format == "gemini") reader.End(events); // nothing else ends its stream
            Assert.Equal(taken ? LlmEventKind.Completed : LlmEventKind.Failed, events.Events[^1].Kind);
        }
    }

    [Fact]
    public void An_error_body_that_is_not_text_is_not_passed_on()
    {
        byte[] body = [.. "{\"error\":{\"message\":\"no\",\"x\":\""u8, 0xFF, .. "\"}}"u8];
        var fault = new OpenAiChatDialect().ReadError(400, body, null);
        Assert.Equal("no", fault.Message);
        Assert.True(fault.Body.IsEmpty);
    }

    private static string Closing(string head)
    {
        var open = new Stack<char>();
        foreach (var c in head)
        {
            if (c is '{' or '[') open.Push(c);
            else if (c is '}' or ']') open.Pop();
        }

        return string.Concat(open.Select(c => c == '{' ? '}' : ']'));
    }

    private static IUpstreamDialect Dialect(string format) => format switch
    {
        "chat" => new OpenAiChatDialect(),
        "gemini" => new GeminiDialect(),
        "responses" => new OpenAiResponsesDialect(),
        _ => new AnthropicDialect(),
    };
}
