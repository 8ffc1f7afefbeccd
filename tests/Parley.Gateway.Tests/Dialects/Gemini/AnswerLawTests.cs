using System.Text;
using System.Text.Json;
using CsCheck;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Dialects.Gemini;

public sealed class AnswerLawTests
{
    private static readonly Golden Golden = new("Gemini");
    private static readonly GeminiDialect Dialect = new();
    private static readonly byte[][] Frames = [.. Golden.Names(".sse").SelectMany(n => Golden.Frames(Golden.Text(n + ".sse"))).Select(f => f.Data), .. Golden.Names(".json").Select(n => Golden.Bytes(n + ".json"))];

    private static readonly Gen<string> Text = Gen.OneOf<string>(Gen.String, Gen.OneOf("a", "\"", "\\", "\n", "\u0001", "żółw", "\U0001F600", "{", "long ordinary words"));

    /// <summary>A part: its kind, its text, and how many frames the text is cut into.</summary>
    private static readonly Gen<(string Kind, string[] Pieces)[]> Parts = Gen.Select(Gen.OneOf("text", "thought", "call", "picture", "opaque"), Text.Array[1, 4]).Array[0, 6];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static TheoryData<string> Streams => [.. Golden.Names(".sse")];

    /// <summary>One byte at a time, inside characters and line ends, with and without a space behind the colon.</summary>
    [Theory, MemberData(nameof(Streams))]
    public async Task Any_cutting_gives_the_same_events(string name)
    {
        var expected = Golden.Text(name + ".sse.events.txt");
        var bytes = Golden.Bytes(name + ".sse");
        foreach (var sizes in new int[][] { [], [1], [2], [3, 1], [7, 2, 31], [64] })
        {
            Assert.Equal(expected, await StreamAsync(bytes, sizes));
            Assert.Equal(expected, await StreamAsync(Encoding.UTF8.GetBytes(": hi\n\n" + Encoding.UTF8.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal).Replace("data: ", "data:", StringComparison.Ordinal)), sizes));
        }
    }

    [Fact]
    public void Streamed_equals_whole() => Gen.Select(Parts, Gen.OneOf("STOP", "MAX_TOKENS", "SAFETY")).Sample((parts, finish) =>
    {
        var whole = Response(parts.SelectMany(p => p.Kind is "text" or "thought" ? [Part(p.Kind, string.Concat(p.Pieces))] : p.Pieces.Select(t => Part(p.Kind, t))), finish);
        var frames = parts.SelectMany(p => p.Pieces.Select(t => Response([Part(p.Kind, t)], null))).Append(Response([], finish));
        Assert.Equal(Folded.Of(Read(true, [whole]).Events), Folded.Of(Read(false, [.. frames]).Events));
    }, iter: 3_000);

    [Fact]
    public void Arguments_arrive_as_the_object_that_the_vendor_sent() => Gen.Select(Text, Text, Gen.Bool).Sample((name, value, indented) =>
    {
        var args = JsonSerializer.Serialize(new Dictionary<string, object?> { [name] = value, ["n" + name] = new object?[] { 1, null, true, new { x = value } } }, indented ? Indented : JsonSerializerOptions.Default);
        var events = Read(true, [Encoding.UTF8.GetBytes($$$"""{"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{{{args}}}}}]},"finishReason":"STOP"}]}""")]).Events.ToArray();
        var text = events.Single(e => e.Kind == LlmEventKind.Delta).Text;
        using var quoted = JsonDocument.Parse((byte[])[(byte)'"', .. text.Escaped.Span, (byte)'"']);
        using var read = JsonDocument.Parse(quoted.RootElement.GetString()!);
        using var sent = JsonDocument.Parse(args);
        Assert.True(JsonElement.DeepEquals(sent.RootElement, read.RootElement));
    }, iter: 5_000);

    [Fact]
    public void Readers_never_throw_and_always_end() =>
        Gen.Select(Gen.OneOf(Frames), Gen.OneOf(Frames), Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4000], Gen.Byte).Array[0, 4]).Sample((first, second, edits) =>
        {
            var bytes = edits.Aggregate(first, Edit);
            foreach (var reader in new[] { Dialect.CreateStreamReader(), Dialect.CreateWholeReader() })
            {
                var events = new EventBatch();
                reader.Read(default, bytes, events);
                reader.Read(default, second, events);
                reader.End(events);
                reader.End(events);
                Assert.Single(events.Events.ToArray(), e => e.Kind is LlmEventKind.Completed or LlmEventKind.Failed);
                Assert.True(events.Events[^1].Kind is LlmEventKind.Completed or LlmEventKind.Failed);
            }

            var counted = new EventBatch();
            new CountTokensReader("totalTokens").Read(default, bytes, counted);
            Assert.True(counted.Events[^1].Kind is LlmEventKind.Completed or LlmEventKind.Failed);
            Dialect.ReadError(400, bytes, null);
            Dialect.ReadError(429, bytes, null);
        }, iter: 20_000);

    [Fact]
    public void Reading_a_delta_allocates_nothing()
    {
        var reader = Dialect.CreateStreamReader();
        var events = new EventBatch();
        var frame = Golden.Frames(Golden.Text("text.sse")).First().Data;
        for (var i = 0; i < 3; i++) reader.Read(default, frame, events);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            events.Clear();
            reader.Read(default, frame, events);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(LlmEventKind.Delta, Assert.Single(events.Events.ToArray()).Kind);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("null")]
    [InlineData("{\"candidates\":[]} trailing")]
    [InlineData("[{\"candidates\":[]}] trailing")]
    [InlineData("\uFEFF{}")]
    public void Garbage_is_a_failure_of_the_upstream(string data) =>
        Assert.Equal(FaultKind.UpstreamFailed, Read(false, [Encoding.UTF8.GetBytes(data)]).Events.ToArray()[^1].Fault!.Kind);

    [Fact]
    public void A_depth_bomb_is_a_failure_of_the_upstream() =>
        Assert.Equal(FaultKind.UpstreamFailed, Read(false, [Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 100_000))]).Events.ToArray()[^1].Fault!.Kind);

    [Fact]
    public void Text_that_is_not_utf8_is_a_failure_of_the_upstream() => Assert.Equal(FaultKind.UpstreamFailed,
        Read(false, [[.. "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\""u8, 0xC3, .. "\"}]}}]}"u8]]).Events.ToArray()[^1].Fault!.Kind);

    [Fact]
    public void Calls_of_one_answer_never_share_an_id()
    {
        var events = Read(true, ["""{"responseId":"abcdefgh","candidates":[{"content":{"parts":[{"functionCall":{"id":"call_abcdefgh_1","name":"f"}},{"functionCall":{"name":"g"}},{"functionCall":{"id":"call_abcdefgh_1","name":"h"}}]},"finishReason":"STOP"}]}"""u8.ToArray()]).Events.ToArray();
        var ids = events.Where(e => e.Kind == LlmEventKind.BlockStarted).Select(e => e.Id.ToString()).ToList();
        Assert.Equal(3, ids.Distinct().Count());
        Assert.Equal("call_abcdefgh_1", ids[0]);
    }

    private static async Task<string> StreamAsync(byte[] bytes, int[] sizes)
    {
        var target = Requests.Target("m", "gemini");
        using var drain = new Drain(TimeProvider.System);
        await using var answer = new StreamedAnswer(new AnswerFacts(target, WireFormat.Gemini, []), new HttpResponseMessage(), new CutStream(bytes, sizes),
            Dialect.CreateStreamReader(), new CallWatch(target.Upstream, TimeProvider.System, drain, CancellationToken.None));
        var text = new StringBuilder();
        while (await answer.MoveNextAsync(default))
        {
            foreach (var item in answer.Events.Events)
                if (item.Kind != LlmEventKind.Ping) text.Append(EventDump.Line(item)).Append('\n');
        }

        return text.ToString();
    }

    private static EventBatch Read(bool whole, byte[][] frames)
    {
        var events = new EventBatch();
        var reader = whole ? Dialect.CreateWholeReader() : Dialect.CreateStreamReader();
        foreach (var frame in frames) reader.Read(default, frame, events);
        reader.End(events);
        return events;
    }

    private static object Part(string kind, string text) => kind switch
    {
        "text" => new { text },
        "thought" => new { text, thought = true },
        "call" => new { functionCall = new { name = "f", args = new { text } } },
        "picture" => new { inlineData = new { mimeType = "image/png", data = Convert.ToBase64String([0x89, .. Encoding.UTF8.GetBytes(text)]) } },
        _ => new { executableCode = new { code = "x" } },
    };

    private static byte[] Response(IEnumerable<object> parts, string? finishReason) => JsonSerializer.SerializeToUtf8Bytes(
        new { candidates = new[] { new { content = new { parts = parts.ToArray(), role = "model" }, finishReason, index = 0 } }, responseId = "response-id" });

    private static byte[] Edit(byte[] bytes, (int How, int At, byte Value) edit)
    {
        var at = bytes.Length == 0 ? 0 : edit.At % bytes.Length;
        return edit.How switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], edit.Value, .. bytes[at..]],
            2 => [.. bytes[at..], .. bytes[..at]],
            _ => [.. bytes.Select((b, i) => i == at ? edit.Value : b)],
        };
    }
}
