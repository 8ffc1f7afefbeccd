using System.Text;
using System.Text.Json;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiResponses;

public sealed class AnswerWriterTests
{
    private static readonly Golden s_golden = new("OpenAiResponses");

    public static TheoryData<string> Streamed => [.. s_golden.Names(".written.sse.txt")];

    public static TheoryData<string> Whole => [.. s_golden.Names(".written.json.txt")];

    [Theory]
    [MemberData(nameof(Streamed))]
    public void An_answer_is_written_as_a_stream(string name)
    {
        var written = Said.Write(s_golden.Read(name, new OpenAiResponsesDialect()).Events, streamed: true);
        Assert.Equal(s_golden.Text(name + ".written.sse.txt"), written);
        StreamLaws.Assert(written);
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void An_answer_is_written_whole(string name)
    {
        var body = Said.Write(s_golden.Read(name, new OpenAiResponsesDialect()).Events, streamed: false);
        Assert.Equal(s_golden.Text(name + ".written.json.txt"), body);
        using var valid = JsonDocument.Parse(body);
    }

    [Fact]
    public void Blocks_of_other_vendors_vanish_and_the_text_around_them_is_one_message()
    {
        LlmEvent[] events =
        [
            new() { Kind = LlmEventKind.Started, Id = JsonText.From("msg_1") },
            .. Said.Block(0, BlockKind.OpaqueReasoning),
            .. Said.Block(1, BlockKind.Text, "one "),
            .. Said.Block(2, BlockKind.Opaque, "{}"),
            .. Said.Block(3, BlockKind.Text, "two"),
            new() { Kind = LlmEventKind.Finished, Finish = FinishReason.StopSequence, Text = JsonText.From("END") },
            new() { Kind = LlmEventKind.Completed },
        ];
        var output = JsonElement.Parse(Said.Write(events, streamed: false)).GetProperty("output");
        Assert.Equal(1, output.GetArrayLength());
        Assert.Equal(["one ", "two"], output[0].GetProperty("content").EnumerateArray().Select(p => p.GetProperty("text").GetString()));
        var stream = Said.Write(events, streamed: true);
        StreamLaws.Assert(stream);
        Assert.Equal(output.GetRawText(), StreamLaws.Last(stream).GetProperty("response").GetProperty("output").GetRawText());
    }

    [Fact]
    public void Sources_follow_the_words_that_they_stand_for()
    {
        var text = Said.Block(0, BlockKind.Text, "one", "two");
        LlmEvent[] events =
        [
            new() { Kind = LlmEventKind.Started }, text[0], Source("early", 0, 2), Source("nowhere", null, null), text[1], Source("beyond", 0, 5), Source("all", 0, null), text[2], text[3],
            new() { Kind = LlmEventKind.Finished, Finish = FinishReason.Stop }, new() { Kind = LlmEventKind.Completed },
        ];
        var stream = Said.Write(events, streamed: true);
        StreamLaws.Assert(stream);
        var told = Golden.Frames(stream).Select(frame => JsonElement.Parse(frame.Data)).Select(frame =>
            frame.TryGetProperty("annotation", out var source) ? $"{source.GetProperty("url")} {source.GetProperty("start_index")}..{source.GetProperty("end_index")}"
            : frame.TryGetProperty("delta", out var delta) ? delta.GetString() : null).OfType<string>();
        Assert.Equal(["one", "early 0..2", "nowhere 0..0", "two", "beyond 0..5", "all 0..6"], told);

        static LlmEvent Source(string url, int? start, int? end) => new() { Kind = LlmEventKind.Citation, Citation = new Citation(url, null, null, null, start, end) };
    }

    [Fact]
    public void Calls_that_interleave_keep_their_places()
    {
        var (a, b) = (Said.Block(1, BlockKind.ToolCall, "{\"a\"", ":1}"), Said.Block(2, BlockKind.ToolCall, "{", "}"));
        LlmEvent[] events =
        [
            new() { Kind = LlmEventKind.Started }, .. Said.Block(0, BlockKind.Text, "Calls:"),
            a[0], b[0], b[1], a[1], a[2], b[2], b[3], a[3],
            new() { Kind = LlmEventKind.Finished, Finish = FinishReason.ToolCalls }, new() { Kind = LlmEventKind.Completed },
        ];
        var stream = Said.Write(events, streamed: true);
        StreamLaws.Assert(stream);
        var output = StreamLaws.Last(stream).GetProperty("response").GetProperty("output");
        Assert.Equal(["Calls:", "{\"a\":1}", "{}"], output.EnumerateArray().Select(i => i.TryGetProperty("arguments", out var given) ? given.GetString() : i.GetProperty("content")[0].GetProperty("text").GetString()));
    }

    [Theory]
    [InlineData(FinishReason.Length, "max_output_tokens")]
    [InlineData(FinishReason.ContentFilter, "content_filter")]
    public void An_answer_that_was_cut_short_says_why_and_where(FinishReason finish, string reason)
    {
        LlmEvent[] events =
        [
            new() { Kind = LlmEventKind.Started }, .. Said.Block(0, BlockKind.Reasoning, "Hm"), .. Said.Block(1, BlockKind.Text, "Once"),
            new() { Kind = LlmEventKind.Finished, Finish = finish }, new() { Kind = LlmEventKind.Completed },
        ];
        var stream = Said.Write(events, streamed: true);
        StreamLaws.Assert(stream);
        foreach (var response in new[] { StreamLaws.Last(stream).GetProperty("response"), JsonElement.Parse(Said.Write(events, streamed: false)) })
        {
            Assert.Equal(("incomplete", reason), (response.GetProperty("status").GetString(), response.GetProperty("incomplete_details").GetProperty("reason").GetString()));
            Assert.Equal("incomplete", response.GetProperty("output")[1].GetProperty("status").GetString());
        }
    }

    [Fact]
    public void A_failure_is_the_error_event_and_then_the_failed_response()
    {
        LlmEvent[] events =
        [
            new() { Kind = LlmEventKind.Started }, .. Said.Block(0, BlockKind.Text, "Once").AsSpan(0, 2),
            new() { Kind = LlmEventKind.Failed, Fault = new GatewayFault(FaultKind.StreamCut, "Cut \"off\".") }, new() { Kind = LlmEventKind.Completed },
        ];
        var stream = Said.Write(events, streamed: true);
        var frames = Golden.Frames(stream).Select(f => JsonElement.Parse(f.Data)).ToList();
        Assert.Equal(Enumerable.Range(0, frames.Count), frames.Select(f => f.GetProperty("sequence_number").GetInt32()));
        Assert.Equal("""{"type":"error","sequence_number":5,"message":"Cut \"off\".","param":null,"code":"stream_cut","error":{"message":"Cut \"off\".","type":"server_error","param":null,"code":"stream_cut"}}""", frames[^2].GetRawText());
        var response = frames[^1].GetProperty("response");
        Assert.Equal(("response.failed", "failed"), (frames[^1].GetProperty("type").GetString(), response.GetProperty("status").GetString()));
        Assert.Equal("""{"code":"server_error","message":"Cut \"off\"."}""", response.GetProperty("error").GetRawText());
    }

    [Fact]
    public void Signs_of_life_are_comments() =>
        Assert.Equal(": ping\n\n", Said.Write([new LlmEvent { Kind = LlmEventKind.Ping }], streamed: true));

    [Theory]
    [InlineData("", """{"background":false,"instructions":null,"metadata":{},"store":true,"temperature":1.0,"tool_choice":"auto","tools":[],"text":{"format":{"type":"text"}}}""")]
    [InlineData("[1]", """{"background":false,"tools":[]}""")]
    [InlineData("{\"store\":false", """{"store":true}""")]
    [InlineData("""{"store": false, "instructions": "a \"b\" \\ c", "metadata": { "k" : "v w" }, "temperature": 0.20, "previous_response_id":"resp_0", "user":null, "tool_choice" : {"type":"function", "name":"f"}}""",
        """{"store":false,"instructions":"a \"b\" \\ c","metadata":{"k":"v w"},"temperature":0.20,"previous_response_id":"resp_0","user":null,"tool_choice":{"type":"function","name":"f"}}""")]
    [InlineData("{\r\n \"tools\": [\n\t{\"type\": \"function\",\r\n \"name\": \"f g\"}\n]\n}", """{"tools":[{"type":"function","name":"f g"}]}""")]
    public void A_response_repeats_what_was_asked(string request, string expected)
    {
        var identity = Said.Identity with { Request = Encoding.UTF8.GetBytes(request) };
        LlmEvent[] events = [new() { Kind = LlmEventKind.Started, Id = JsonText.From("resp_up") }, new() { Kind = LlmEventKind.Finished }, new() { Kind = LlmEventKind.Completed }];
        var stream = Said.Write(events, streamed: true, identity);
        StreamLaws.Assert(stream);
        var responses = Golden.Frames(stream).Select(f => JsonElement.Parse(f.Data).GetProperty("response")).Append(JsonElement.Parse(Said.Write(events, streamed: false, identity))).ToList();
        Assert.Equal(4, responses.Count);
        foreach (var response in responses)
        {
            Assert.Equal("resp_up", response.GetProperty("id").GetString());
            foreach (var member in JsonElement.Parse(expected).EnumerateObject()) Assert.Equal(member.Value.GetRawText(), response.GetProperty(member.Name).GetRawText());
        }
    }

    [Fact]
    public void A_response_does_not_claim_what_the_upstream_never_saw()
    {
        var identity = Said.Identity with { Request = """{"truncation":"auto","max_tool_calls":3,"top_logprobs":2,"temperature":0.5}"""u8.ToArray(), Dropped = ["truncation", "top_logprobs", "temp"] };
        var response = JsonElement.Parse(Said.Write([new() { Kind = LlmEventKind.Started }, new() { Kind = LlmEventKind.Finished }, new() { Kind = LlmEventKind.Completed }], streamed: false, identity));
        Assert.Equal(("\"disabled\"", "3", "0", "0.5"), (Raw("truncation"), Raw("max_tool_calls"), Raw("top_logprobs"), Raw("temperature")));

        string Raw(string name) => response.GetProperty(name).GetRawText();
    }
}
