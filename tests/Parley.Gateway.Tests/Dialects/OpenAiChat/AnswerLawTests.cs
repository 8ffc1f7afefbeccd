using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiChat;

public sealed class AnswerLawTests
{
    private static readonly Golden s_golden = new("OpenAiChat");
    private static readonly byte[][] s_frames = [.. s_golden.Names(".sse").SelectMany(n => Golden.Frames(s_golden.Text(n + ".sse"))).Select(f => f.Data)];

    private static readonly Gen<string> s_text = Gen.OneOf<string>(Gen.String, Gen.OneOf("a", "\"", "\\", "\n", "\u0001", "żółw", "\U0001F600", "{", "}", "\\u0022", "long ordinary words"));

    private static readonly Gen<(BlockKind Kind, string[] Pieces)> s_block = Gen.Select(
        Gen.OneOf(BlockKind.Text, BlockKind.Reasoning, BlockKind.Refusal, BlockKind.Opaque, BlockKind.Image, BlockKind.ToolCall), s_text.Array[0, 5], Gen.Int[1, 9],
        (kind, pieces, size) => (kind, kind == BlockKind.ToolCall ? Cut(pieces, size) : pieces));

    private static readonly Gen<LlmEvent[]> s_answer = Gen.Select(
        s_block.Array[0, 6], Gen.OneOf(FinishReason.Stop, FinishReason.Length, FinishReason.ContentFilter), Gen.Int[0, 1000].Array[6],
        (blocks, finish, n) => Answer(blocks, finish, new Usage(n[0], n[1], n[2], 0, n[3], n[4], n[5])));

    [Fact]
    public void Streamed_equals_whole() => s_answer.Sample(answer =>
    {
        var expected = Fold(answer);
        Assert.Equal(expected, Fold(Read(AnswerWriterTests.Write(answer, streamed: true), streamed: true)));
        Assert.Equal(expected, Fold(Read(AnswerWriterTests.Write(answer, streamed: false), streamed: false)));
    });

    [Fact]
    public void What_is_written_reads_back_in_the_order_of_the_grammar() => s_answer.Sample(answer =>
        AssertGrammar(Read(AnswerWriterTests.Write(answer, streamed: true), streamed: true)));

    /// <summary>A reader that is told an event name never uses its template: it parses every frame.</summary>
    [Fact]
    public void A_frame_that_fits_the_template_means_what_parsing_it_means() =>
        Gen.Select(Gen.Int[0, 3], Gen.Select(s_text, Gen.Int[0, 99], Gen.String[Gen.Char['a', 'z'], 0, 4]).Array[1, 12]).Sample((shape, items) =>
        {
            var (fast, full) = (new OpenAiChatDialect().CreateStreamReader(), new OpenAiChatDialect().CreateStreamReader());
            foreach (var (text, salt, padding) in items)
            {
                var frame = Salted(Frame(shape, text, padding), salt);
                var (a, b) = (new EventBatch(), new EventBatch());
                fast.Read(default, frame, a);
                full.Read("message"u8.ToArray(), frame, b);
                Assert.Equal((EventDump.Of(b), b.IsUsageOnly), (EventDump.Of(a), a.IsUsageOnly));
            }
        }, iter: 20_000);

    [Fact]
    public void Frames_that_differ_in_text_and_padding_fit_the_template()
    {
        var template = new FrameTemplate();
        var chunk = new Chunk();
        var learned = Frame(0, "one", "abc");
        ChunkParser.Parse(learned, whole: false, chunk);
        template.Learn(learned, chunk);
        var next = Frame(0, "\"two\"\n", "");
        Assert.True(template.TryMatch(next, out var text));
        Assert.Equal("\\\"two\\\"\\n", Encoding.UTF8.GetString(next[text]));
        Assert.False(template.TryMatch(Frame(3, "two", ""), out _));
    }

    [Fact]
    public void Readers_never_throw_and_always_end() =>
        Gen.Select(Gen.OneOf(s_frames), Gen.Select(Gen.Int[0, 3], Gen.Int[0, 4000], Gen.Byte).Array[0, 4], Gen.Bool).Sample((frame, edits, streamed) =>
        {
            var bytes = edits.Aggregate(frame, Edit);
            var dialect = new OpenAiChatDialect();
            foreach (var reader in new[] { dialect.CreateStreamReader(), dialect.CreateWholeReader(), new EmbeddingsReader() })
            {
                var events = new EventBatch();
                reader.Read(streamed ? default : "x"u8.ToArray(), bytes, events);
                reader.Read(default, bytes, events);
                reader.End(events);
                reader.End(events);
                Assert.Single(events.Events.ToArray(), e => e.Kind is LlmEventKind.Completed or LlmEventKind.Failed);
                Assert.True(events.Events[^1].Kind is LlmEventKind.Completed or LlmEventKind.Failed);
            }

            dialect.ReadError(400, bytes, null);
        }, iter: 20_000);

    [Fact]
    public void Invalid_utf8_is_garbage()
    {
        var events = new EventBatch();
        new OpenAiChatDialect().CreateStreamReader().Read(default, "{\"id\":\"x\",\"choices\":[{\"delta\":{\"content\":\""u8.ToArray().Concat(new byte[] { 0xC3, 0x28 }).Concat("\"}}]}"u8.ToArray()).ToArray(), events);
        Assert.Equal(LlmEventKind.Failed, Assert.Single(events.Events.ToArray()).Kind);
    }

    [Fact]
    public void Only_a_frame_with_nothing_but_usage_is_one()
    {
        var reader = new OpenAiChatDialect().CreateStreamReader();
        var marks = Golden.Frames(s_golden.Text("azure.sse")).Select(f =>
        {
            var events = new EventBatch();
            reader.Read(f.Type, f.Data, events);
            return events.IsUsageOnly;
        });
        Assert.Equal([false, false, false, false, true, false], marks);
    }

    [Fact]
    public void Absurdly_many_calls_are_garbage_and_cost_no_time()
    {
        var calls = string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"{{\"index\":{i},\"id\":\"c{i}\",\"function\":{{\"name\":\"f\",\"arguments\":\"{{\"}}}}"));
        var events = new EventBatch();
        new OpenAiChatDialect().CreateStreamReader().Read(default, Encoding.UTF8.GetBytes($"{{\"id\":\"x\",\"choices\":[{{\"delta\":{{\"tool_calls\":[{calls}]}}}}]}}"), events);
        Assert.Equal(LlmEventKind.Failed, events.Events[^1].Kind);
    }

    [Fact]
    public void Embeddings_tell_their_usage()
    {
        var events = new EventBatch();
        new EmbeddingsReader().Read(default, """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1]}],"model":"e","usage":{"prompt_tokens":8,"total_tokens":8}}"""u8.ToArray(), events);
        Assert.Equal("started id= model=e\nusage input=8\nfinished Stop\ncompleted\n", EventDump.Of(events));
    }

    private static byte[] Frame(int shape, string text, string padding)
    {
        var value = Encoding.UTF8.GetString(JsonText.From(text).Escaped.Span);
        return Encoding.UTF8.GetBytes(shape switch
        {
            0 => $$$"""{"id":"chatcmpl-12345678","choices":[{"index":0,"delta":{"content":"{{{value}}}"},"finish_reason":null}],"obfuscation":"{{{padding}}}"}""",
            1 => $$$"""{"id":"chatcmpl-12345678","choices":[{"index":0,"delta":{"content":"","reasoning_content":"{{{value}}}","reasoning":"{{{padding}}}"}}]}""",
            2 => $$$"""{"id":"chatcmpl-12345678","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{{{value}}}"}}]}}],"usage":null}""",
            _ => $$$"""{"id":"chatcmpl-12345678","choices":[{"index":0,"delta":{"content":"{{{padding}}}","refusal":"{{{value}}}"}}]}""",
        });
    }

    /// <summary>Most frames stay as they are; some are damaged where it matters.</summary>
    private static byte[] Salted(byte[] frame, int salt)
    {
        var text = Encoding.UTF8.GetString(frame);
        return salt switch
        {
            0 => Encoding.UTF8.GetBytes(text.Replace("\"}", "\\x\"}", StringComparison.Ordinal)),
            1 => Encoding.UTF8.GetBytes(text.Replace("\"}", "\\ud83d\"}", StringComparison.Ordinal)),
            2 => Encoding.UTF8.GetBytes(text.Replace("\"}", "\n\"}", StringComparison.Ordinal)),
            3 => Encoding.UTF8.GetBytes(text.Replace("\"}", "\",\"content\":\"again\"}", StringComparison.Ordinal)),
            4 => [.. frame, (byte)' '],
            5 => frame[..^1],
            6 => [.. frame.Select(b => b == (byte)'a' ? (byte)0xFF : b)],
            _ => frame,
        };
    }

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

    /// <summary>A JSON document (in ASCII) with the pieces as values, cut every <paramref name="size"/> characters.</summary>
    private static string[] Cut(string[] values, int size)
    {
        if (values.Length == 0) return [];
        var document = JsonSerializer.Serialize(values);
        return [.. document.Chunk(size).Select(c => new string(c))];
    }

    private static LlmEvent[] Answer((BlockKind Kind, string[] Pieces)[] blocks, FinishReason finish, Usage usage)
    {
        List<LlmEvent> events = [new() { Kind = LlmEventKind.Started, Id = JsonText.From("chatcmpl-1"), Name = JsonText.From("m") }];
        for (var i = 0; i < blocks.Length; i++)
        {
            var (kind, pieces) = blocks[i];
            if (kind == BlockKind.Image)
            {
                events.AddRange(OpenAiResponses.Said.Picture(i, string.Concat(pieces)));
                continue;
            }

            var id = kind == BlockKind.ToolCall ? JsonText.From($"call_{i}") : default;
            events.Add(new() { Kind = LlmEventKind.BlockStarted, Block = i, BlockKind = kind, Id = id, Name = id.IsEmpty ? default : JsonText.From("f") });
            foreach (var piece in pieces) events.Add(new() { Kind = LlmEventKind.Delta, Block = i, BlockKind = kind, Text = JsonText.From(piece) });
            events.Add(new() { Kind = LlmEventKind.BlockStopped, Block = i, BlockKind = kind });
        }

        events.Add(new() { Kind = LlmEventKind.Finished, Finish = finish });
        events.Add(new() { Kind = LlmEventKind.Usage, Usage = usage });
        events.Add(new() { Kind = LlmEventKind.Completed });
        return [.. events];
    }

    private static LlmEvent[] Read(string wire, bool streamed)
    {
        var dialect = new OpenAiChatDialect();
        var events = new EventBatch();
        var reader = streamed ? dialect.CreateStreamReader() : dialect.CreateWholeReader();
        if (!streamed) reader.Read(default, Encoding.UTF8.GetBytes(wire), events);
        else foreach (var (type, data) in Golden.Frames(wire)) reader.Read(type, data, events);
        reader.End(events);
        return events.Events.ToArray();
    }

    /// <summary>What an answer says, in the terms of this format: texts joined by kind, calls in order.</summary>
    private static string Fold(LlmEvent[] events)
    {
        var text = new StringBuilder();
        foreach (var kind in new[] { BlockKind.Reasoning, BlockKind.Text, BlockKind.Refusal })
            text.Append(CultureInfo.InvariantCulture, $"{kind}={string.Concat(events.Where(e => e.Kind == LlmEventKind.Delta && e.BlockKind == kind).Select(e => Raw(e.Text)))}\n");
        foreach (var picture in events.Where(e => e is { Kind: LlmEventKind.BlockStarted, BlockKind: BlockKind.Image })) text.Append(EventDump.Line(picture with { Block = 0 })).Append('\n');
        foreach (var call in events.Where(e => e is { Kind: LlmEventKind.BlockStarted, BlockKind: BlockKind.ToolCall }))
        {
            var arguments = string.Concat(events.Where(e => e.Kind == LlmEventKind.Delta && e.Block == call.Block).Select(e => Raw(e.Text)));
            text.Append(CultureInfo.InvariantCulture, $"{call.Id} {call.Name} {(arguments.Length == 0 ? "{}" : arguments)}\n");
        }

        var finish = events.Single(e => e.Kind == LlmEventKind.Finished).Finish;
        var calls = events.Any(e => e is { Kind: LlmEventKind.BlockStarted, BlockKind: BlockKind.ToolCall });
        text.Append(finish == FinishReason.Stop && calls ? FinishReason.ToolCalls : finish);
        return text.Append(events.Last(e => e.Kind == LlmEventKind.Usage).Usage).ToString();
    }

    private static string Raw(JsonText text) => Encoding.UTF8.GetString(text.Escaped.Span);

    private static void AssertGrammar(LlmEvent[] events)
    {
        var open = new HashSet<int>();
        var next = 0;
        var stage = 0;
        foreach (var item in events)
        {
            var at = item.Kind switch
            {
                LlmEventKind.Started => 0,
                LlmEventKind.BlockStarted or LlmEventKind.Delta or LlmEventKind.BlockStopped or LlmEventKind.Citation => 1,
                LlmEventKind.Usage => Math.Max(stage, 2),
                LlmEventKind.Finished => 3,
                _ => 4,
            };
            Assert.True(at >= stage, $"{item.Kind} is out of order");
            stage = at;
            if (item.Kind == LlmEventKind.BlockStarted) Assert.True(open.Add(item.Block) && item.Block == next++);
            if (item.Kind == LlmEventKind.Delta) Assert.Contains(item.Block, open);
            if (item.Kind == LlmEventKind.BlockStopped) Assert.True(open.Remove(item.Block));
        }

        Assert.Empty(open);
        Assert.Equal(LlmEventKind.Completed, events[^1].Kind);
    }
}
