using System.Text;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Gemini;

/// <summary>Calls whose arguments the vendor streams value by value (<c>streamFunctionCallArguments</c>).</summary>
public sealed class StreamedCallTests
{
    [Fact]
    public void Values_in_their_places_become_one_document()
    {
        var said = Read(
            """{"functionCall":{"name":"cook","id":"c1","willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.dish.parts[0].amount","stringValue":"16 \"oz\"","willContinue":true}],"willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.dish.parts[0].amount","stringValue":""}],"willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.dish.parts[0].fresh","boolValue":false},{"jsonPath":"$.dish.parts[0].cost","numberValue":0.50}],"willContinue":true}}""",
            """{"functionCall":{"willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.dish.parts[1]['a.b']","nullValue":"NULL_VALUE"}],"willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.dish.steps[0][0]","stringValue":"mi","willContinue":true}],"willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.dish.steps[0][0]","stringValue":"x\nit","willContinue":true}],"willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.dish.steps[0][1]","stringValue":"eat"}],"willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.warm","boolValue":true}],"willContinue":true}}""",
            """{"functionCall":{}}""");
        Assert.Equal(
            ["""c1 cook {"dish":{"parts":[{"amount":"16 \"oz\"","fresh":false,"cost":0.50},{"a.b":null}],"steps":[["mix\nit","eat"]]},"warm":true}""", "finished ToolCalls", "completed"],
            Told(said));
    }

    [Fact]
    public void Each_piece_leaves_with_its_frame()
    {
        var reader = new GeminiDialect().CreateStreamReader();
        var pieces = new[]
        {
            """{"functionCall":{"name":"f","id":"c","willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.a","stringValue":"one","willContinue":true}],"willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.a","stringValue":" two","willContinue":true}],"willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.b","numberValue":3}]}}""",
        }.Select(part =>
        {
            var events = new EventBatch();
            reader.Read(default, Frame(part), events);
            return string.Concat(events.Events.ToArray().Where(e => e.Kind == LlmEventKind.Delta).Select(e => e.Text.ToString()));
        });
        Assert.Equal(["", "{\"a\":\"one", " two", "\",\"b\":3}"], pieces);
    }

    [Fact]
    public void A_call_without_its_last_part_ends_with_the_next_one_or_with_the_answer()
    {
        var said = Read(
            """{"functionCall":{"name":"f","id":"c1","willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.a","stringValue":"x","willContinue":true}],"willContinue":true}}""",
            """{"functionCall":{"name":"g","id":"c2","willContinue":true}}""",
            """{"functionCall":{"partialArgs":[{"jsonPath":"$.b[0]","stringValue":"y","willContinue":true}],"willContinue":true}}""",
            """{"functionCall":{"name":"h","id":"c3"}}""",
            """{"functionCall":{"name":"i","id":"c4","willContinue":true}}""",
            """{"text":""}""");
        Assert.Equal(["""c1 f {"a":"x"}""", """c2 g {"b":["y"]}""", "c3 h ", "c4 i ", "finished ToolCalls", "completed"], Told(said));
    }

    [Theory]
    [InlineData("""{"jsonPath":"$.a.b","numberValue":2}""")]
    [InlineData("""{"jsonPath":"$.a[0]","numberValue":2}""")]
    [InlineData("""{"jsonPath":"$[0]","numberValue":2}""")]
    [InlineData("""{"jsonPath":"$.a","numberValue":2}""")]
    [InlineData("""{"jsonPath":"$","numberValue":2}""")]
    [InlineData("""{"jsonPath":"$.b[","numberValue":2}""")]
    [InlineData("""{"jsonPath":"$..b","numberValue":2}""")]
    public void Places_that_make_no_document_are_garbage(string second)
    {
        var said = Read($$$"""{"functionCall":{"name":"f","partialArgs":[{"jsonPath":"$.a","numberValue":1},{{{second}}}],"willContinue":true}}""");
        Assert.Equal(LlmEventKind.Failed, said[^1].Kind);
    }

    private static LlmEvent[] Read(params string[] parts)
    {
        var reader = new GeminiDialect().CreateStreamReader();
        var events = new EventBatch();
        foreach (var part in parts) reader.Read(default, Frame(part), events);
        reader.Read(default, """{"candidates":[{"finishReason":"STOP"}]}"""u8.ToArray(), events);
        reader.End(events);
        return events.Events.ToArray();
    }

    private static byte[] Frame(string part) => Encoding.UTF8.GetBytes($$$"""{"candidates":[{"content":{"role":"model","parts":[{{{part}}}]}}]}""");

    private static IEnumerable<string> Told(LlmEvent[] events)
    {
        foreach (var call in events.Where(e => e.Kind == LlmEventKind.BlockStarted))
            yield return $"{call.Id} {call.Name} {string.Concat(events.Where(e => e.Kind == LlmEventKind.Delta && e.Block == call.Block).Select(e => e.Text.ToString()))}";
        foreach (var end in events.Where(e => e.Kind is LlmEventKind.Finished or LlmEventKind.Completed or LlmEventKind.Failed)) yield return EventDump.Line(end);
    }
}
