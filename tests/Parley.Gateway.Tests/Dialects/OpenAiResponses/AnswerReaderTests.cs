using System.Text;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiResponses;

public sealed class AnswerReaderTests
{
    private static readonly Golden s_golden = new("OpenAiResponses");

    public static TheoryData<string> Answers => [.. s_golden.Names(".events.txt")];

    /// <summary>Every answer has its events beside it, and nothing else is read from it.</summary>
    [Theory]
    [MemberData(nameof(Answers))]
    public void A_recorded_answer_gives_its_events(string name) =>
        Assert.Equal(s_golden.Text(name + ".events.txt"), EventDump.Of(s_golden.Read(name, new OpenAiResponsesDialect())));

    [Fact]
    public void Every_recorded_answer_has_its_events() => Assert.Equal(
        s_golden.Names(".sse").Select(n => n + ".sse").Concat(s_golden.Names(".json").Where(n => n.StartsWith("whole-", StringComparison.Ordinal)).Select(n => n + ".json")).Order(StringComparer.Ordinal),
        s_golden.Names(".events.txt"));

    /// <summary>The response object at the end of a stream is the answer that the call without streaming would have given.</summary>
    [Theory]
    [InlineData("text")]
    [InlineData("reasoning-summary")]
    [InlineData("reasoning-text")]
    [InlineData("reasoning-hidden")]
    [InlineData("tools-interleaved")]
    [InlineData("tools-no-arguments")]
    [InlineData("server-tools")]
    [InlineData("vendor-items")]
    [InlineData("refusal")]
    [InlineData("length")]
    [InlineData("content-filter")]
    [InlineData("items-only")]
    [InlineData("response-only")]
    [InlineData("deltas-only")]
    [InlineData("changing-ids")]
    public void A_stream_says_what_its_last_event_says_whole(string name)
    {
        var last = Golden.Frames(s_golden.Text(name + ".sse")).Last(f => f.Type.Length > 0).Data;
        var response = System.Text.Json.JsonElement.Parse(last).GetProperty("response").GetRawText();
        Assert.Equal(
            Said.Fold(Said.Read(response, streamed: false)),
            Said.Fold(s_golden.Read(name + ".sse", new OpenAiResponsesDialect()).Events.ToArray()));
    }

    [Fact]
    public void Nothing_is_said_of_an_item_that_was_told_to_its_end()
    {
        var events = new EventBatch();
        var reader = new OpenAiResponsesDialect().CreateStreamReader();
        foreach (var frame in (string[])
        [
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"m","content":[{"type":"output_text","text":"Hi"}]}}""",
            """{"type":"response.output_text.delta","output_index":0,"item_id":"m","content_index":0,"delta":"Hi"}""",
            """{"type":"response.output_item.done","output_index":0,"item":{"type":"message","id":"m","content":[{"type":"output_text","text":"Hi"}]}}""",
            """{"type":"response.completed","response":{"output":[{"type":"message","id":"m","content":[{"type":"output_text","text":"Hi"}]}]}}""",
            """{"type":"response.completed","response":{}}""",
        ])
            reader.Read(default, Encoding.UTF8.GetBytes(frame), events);
        reader.End(events);
        Assert.Equal("started id= model=\nblock 0 Text\ndelta 0 Text \"Hi\"\nstopped 0 Text\nfinished Stop\ncompleted\n", EventDump.Of(events));
    }

    [Fact]
    public void Until_something_is_said_every_event_is_a_sign_of_life()
    {
        var reader = new OpenAiResponsesDialect().CreateStreamReader();
        var kinds = Golden.Frames(s_golden.Text("text.sse")).Take(4).Select(f =>
        {
            var events = new EventBatch();
            reader.Read(f.Type, f.Data, events);
            return string.Join(' ', events.Events.ToArray().Select(e => e.Kind));
        });
        Assert.Equal(["Started", "Ping", "Ping", "BlockStarted"], kinds);
    }
}
