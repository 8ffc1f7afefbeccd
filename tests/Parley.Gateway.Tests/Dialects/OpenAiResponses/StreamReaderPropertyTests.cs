using System.Text;
using CsCheck;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiResponses;

public sealed class StreamReaderPropertyTests
{
    private static readonly Golden s_golden = new("OpenAiResponses");
    private static readonly OpenAiResponsesDialect s_dialect = new();

    private static readonly string[] s_teachers =
    [
        """{"type":"response.output_text.delta","sequence_number":NUMBER,"item_id":"m","output_index":0,"content_index":0,"delta":"TEXT","logprobs":[],"obfuscation":"PAD"}""",
        """{"obfuscation":"PAD","delta":"TEXT","output_index":0,"sequence_number":NUMBER,"type":"response.output_text.delta"}""",
        """{ "type" : "response.refusal.delta", "delta" : "TEXT" , "text":"PAD", "output_index": 0 }""",
        """{"type":"response.function_call_arguments.delta","item_id":"f","output_index":1,"sequence_number":NUMBER,"delta":"TEXT"}""",
        """{"type":"response.reasoning_summary_text.delta","sequence_number":NUMBER,"item_id":"r","output_index":2,"summary_index":1,"delta":"TEXT","obfuscation":"PAD"}""",
    ];

    /// <summary>Pieces that a string's inside is made of, right and wrong ones.</summary>
    private static readonly string[] s_pieces =
    [
        "a", "żółw", "\U0001F600", "\\n", "\\\"", "\\\\", "\\u00e9", "\\ud83d", " ", "{", "}", ",", ":", "\"", "\\", "\\x", "\\u12", "\n", "\u0001", "\",\"delta\":\"b",
    ];

    [Fact]
    public void No_bytes_make_a_reader_throw()
    {
        var frames = s_golden.Names(".sse").SelectMany(n => Golden.Frames(s_golden.Text(n + ".sse"))).ToArray();
        Gen.Select(Gen.Int[0, frames.Length - 1], Gen.Int[0, 900], Gen.Byte, Gen.Int[0, 3]).List[1, 12].Sample(steps =>
        {
            var reader = s_dialect.CreateStreamReader();
            var events = new EventBatch();
            foreach (var (frame, place, value, how) in steps) reader.Read(frames[frame].Type, Mutate(frames[frame].Data, place, value, how), events);
            reader.End(events);
            reader.End(events);
            AssertGrammar(events);
        }, iter: 20_000);
    }

    /// <summary>A reader that has seen the frame with one more space has another template, and parses what comes.</summary>
    [Fact]
    public void Recognising_a_delta_by_its_frame_equals_parsing_it() =>
        Gen.Select(Gen.Int[0, s_teachers.Length - 1].Select(i => s_teachers[i]), Gen.Int[0, s_pieces.Length - 1].List[0, 4], Gen.Int[0, s_pieces.Length - 1].List[0, 2], Gen.OneOf("0", "7", "123456", "007", "-1", "1.5", "1e3", "null"))
            .Sample((teacher, text, padding, number) =>
            {
                var frame = Encoding.UTF8.GetBytes(teacher.Replace("TEXT", string.Concat(text.Select(p => s_pieces[p])), StringComparison.Ordinal)
                    .Replace("PAD", string.Concat(padding.Select(p => s_pieces[p])), StringComparison.Ordinal).Replace("NUMBER", number, StringComparison.Ordinal));
                var taught = Encoding.UTF8.GetBytes(teacher.Replace("TEXT", "taught", StringComparison.Ordinal).Replace("PAD", "ab", StringComparison.Ordinal).Replace("NUMBER", "12", StringComparison.Ordinal));
                Assert.Equal(Second([.. taught, (byte)' '], frame), Second(taught, frame));
            }, iter: 20_000);

    [Fact]
    public void Recognising_a_delta_by_its_frame_equals_parsing_it_whatever_byte_changes() =>
        Gen.Select(Gen.Int[0, s_teachers.Length - 1].Select(i => s_teachers[i]), Gen.Int[0, 250], Gen.Byte, Gen.Int[0, 2]).Sample((teacher, place, value, how) =>
        {
            var taught = Encoding.UTF8.GetBytes(teacher.Replace("TEXT", "taught", StringComparison.Ordinal).Replace("PAD", "ab", StringComparison.Ordinal).Replace("NUMBER", "12", StringComparison.Ordinal));
            var frame = Mutate(taught, place, value, how);
            Assert.Equal(Second([.. taught, (byte)' '], frame), Second(taught, frame));
        }, iter: 20_000);

    [Fact]
    public void Deltas_that_differ_in_number_text_and_padding_fit_the_template()
    {
        var template = new FrameTemplate();
        var taught = Encoding.UTF8.GetBytes("""{"type":"response.output_text.delta","sequence_number":9,"item_id":"m","output_index":0,"content_index":2,"delta":"one","obfuscation":"xy"}""");
        template.Learn(taught, Frame.Parse(default, taught));
        var next = Encoding.UTF8.GetBytes("""{"type":"response.output_text.delta","sequence_number":10,"item_id":"m","output_index":0,"content_index":2,"delta":"\"two\"","obfuscation":""}""");
        Assert.True(template.TryMatch(next, out var frame));
        Assert.Equal((FrameType.TextDelta, 0, 2, "\"two\"", "m"), (frame.Type, frame.OutputIndex, frame.PartIndex, frame.Delta.ToString(), frame.ItemId.ToString()));
        Assert.False(template.TryMatch(Encoding.UTF8.GetBytes("""{"type":"response.output_text.delta","sequence_number":10,"item_id":"n","output_index":0,"content_index":2,"delta":"two","obfuscation":""}"""), out _));
    }

    /// <summary>Whatever events of whatever answer come in whatever order, the grammar holds.</summary>
    [Fact]
    public void Events_in_any_order_keep_the_grammar()
    {
        var frames = s_golden.Names(".sse").SelectMany(n => Golden.Frames(s_golden.Text(n + ".sse"))).ToArray();
        Gen.Int[0, frames.Length - 1].List[1, 40].Sample(steps =>
        {
            var reader = s_dialect.CreateStreamReader();
            var events = new EventBatch();
            foreach (var step in steps) reader.Read(frames[step].Type, frames[step].Data, events);
            reader.End(events);
            AssertGrammar(events);
        }, iter: 10_000);
    }

    [Fact]
    public void No_bytes_make_a_reader_of_bodies_throw()
    {
        var bodies = s_golden.Names(".json").Where(n => n.StartsWith("whole-", StringComparison.Ordinal)).Select(n => s_golden.Bytes(n + ".json")).ToArray();
        Gen.Select(Gen.Int[0, bodies.Length - 1], Gen.Int[0, 900], Gen.Byte, Gen.Int[0, 3]).Sample((body, place, value, how) =>
        {
            var bytes = Mutate(bodies[body], place, value, how);
            foreach (var reader in new[] { s_dialect.CreateWholeReader(), s_dialect.CreateWholeTap() })
            {
                var events = new EventBatch();
                reader.Read(default, bytes, events);
                reader.End(events);
                Assert.True(events.Events[^1].Kind is LlmEventKind.Completed or LlmEventKind.Failed);
            }

            _ = s_dialect.ReadError(400, bytes, null);
        }, iter: 20_000);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"type\":")]
    [InlineData("null")]
    [InlineData("{\"type\":\"response.completed\"} trailing")]
    [InlineData("\uFEFF{}")]
    public void Garbage_is_a_failure_of_the_upstream(string data)
    {
        var events = new EventBatch();
        s_dialect.CreateStreamReader().Read(default, Encoding.UTF8.GetBytes(data), events);
        Assert.Equal(FaultKind.UpstreamFailed, Assert.Single(events.Events.ToArray()).Fault!.Kind);
    }

    [Fact]
    public void A_depth_bomb_is_a_failure_of_the_upstream()
    {
        var events = new EventBatch();
        s_dialect.CreateStreamReader().Read(default, Encoding.UTF8.GetBytes("{\"x\":" + new string('[', 100_000)), events);
        Assert.Equal(LlmEventKind.Failed, Assert.Single(events.Events.ToArray()).Kind);
    }

    [Fact]
    public void Text_that_is_not_utf8_is_a_failure_of_the_upstream()
    {
        var events = new EventBatch();
        s_dialect.CreateStreamReader().Read(default, (byte[])[.. "{\"type\":\"response.output_text.delta\",\"delta\":\""u8, 0xC3, .. "\"}"u8], events);
        Assert.Equal(LlmEventKind.Failed, Assert.Single(events.Events.ToArray()).Kind);
    }

    [Fact]
    public void Countless_items_are_garbage_and_cost_no_time()
    {
        var events = new EventBatch();
        var reader = s_dialect.CreateStreamReader();
        for (var i = 0; i < 10_000; i++)
        {
            events.Clear();
            reader.Read(default, Encoding.UTF8.GetBytes($$$"""{"type":"response.output_item.added","output_index":{{{i}}},"item":{"type":"message"}}"""), events);
            if (events.Events is [.., { Kind: LlmEventKind.Failed }]) return;
        }

        Assert.Fail("No end of items.");
    }

    private static string Second(byte[] teacher, byte[] frame)
    {
        var reader = s_dialect.CreateStreamReader();
        var events = new EventBatch();
        foreach (var start in (string[])
        [
            """{"type":"response.output_item.added","output_index":0,"item":{"id":"m","type":"message"}}""",
            """{"type":"response.output_item.added","output_index":1,"item":{"id":"f","type":"function_call","call_id":"c","name":"n"}}""",
            """{"type":"response.output_item.added","output_index":2,"item":{"id":"r","type":"reasoning"}}""",
            """{"type":"response.content_part.added","output_index":0,"content_index":0,"part":{"type":"output_text"}}""",
            """{"type":"response.refusal.delta","output_index":0,"delta":"x"}""", """{"type":"response.output_text.delta","output_index":0,"delta":"x"}""",
            """{"type":"response.reasoning_summary_text.delta","output_index":2,"summary_index":1,"delta":"x"}""",
        ])
            reader.Read(default, Encoding.UTF8.GetBytes(start), events);
        reader.Read(default, teacher, events);
        events.Clear();
        reader.Read(default, frame, events);
        return EventDump.Of(events);
    }

    private static void AssertGrammar(EventBatch events)
    {
        var open = new Dictionary<int, BlockKind>();
        var (next, started, finished, ended) = (0, false, false, 0);
        foreach (var item in events.Events)
        {
            Assert.Equal(0, ended);
            switch (item.Kind)
            {
                case LlmEventKind.Started:
                    Assert.False(started);
                    started = true;
                    break;
                case LlmEventKind.BlockStarted:
                    Assert.True(started && !finished && item.Block == next++);
                    open.Add(item.Block, item.BlockKind);
                    break;
                case LlmEventKind.Delta or LlmEventKind.Citation:
                    Assert.Equal(item.BlockKind, open[item.Block]);
                    break;
                case LlmEventKind.BlockStopped:
                    Assert.True(open.Remove(item.Block));
                    break;
                case LlmEventKind.Finished:
                    Assert.True(started && !finished && open.Count == 0);
                    finished = true;
                    break;
                case LlmEventKind.Completed:
                    Assert.True(finished);
                    ended++;
                    break;
                case LlmEventKind.Failed:
                    ended++;
                    break;
            }
        }

        Assert.Equal(1, ended);
    }

    private static byte[] Mutate(byte[] bytes, int place, byte value, int how)
    {
        if (bytes.Length == 0) return [value];
        place %= bytes.Length;
        return how switch
        {
            0 => [.. bytes[..place], value, .. bytes[(place + 1)..]],
            1 => [.. bytes[..place], value, .. bytes[place..]],
            2 => bytes[..place],
            _ => bytes,
        };
    }
}
