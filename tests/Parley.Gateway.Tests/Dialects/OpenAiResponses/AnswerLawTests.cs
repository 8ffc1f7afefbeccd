using System.Text;
using System.Text.Json;
using CsCheck;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.OpenAiResponses;

public sealed class AnswerLawTests
{
    private static readonly Gen<string> s_text = Gen.OneOf<string>(Gen.String, Gen.OneOf("a", "\"", "\\", "\n", "\u0001", "żółw", "\U0001F600", "{", "}", "\\u0022", "long ordinary words"));

    private static readonly Gen<(BlockKind Kind, string[] Pieces, int Sources)> s_block = Gen.Select(
        Gen.OneOf(BlockKind.Text, BlockKind.Reasoning, BlockKind.Refusal, BlockKind.Opaque, BlockKind.Image, BlockKind.ToolCall), s_text.Array[0, 5], Gen.Int[0, 2]);

    /// <summary>Answers of which up to three blocks are open at once, their pieces in turns.</summary>
    private static readonly Gen<LlmEvent[]> s_answer = Gen.Select(
        s_block.Array[0, 7], Gen.Int[1, 3], Gen.OneOf(FinishReason.Stop, FinishReason.ToolCalls, FinishReason.Length, FinishReason.ContentFilter), Gen.Int[0, 1000].Array[5],
        (blocks, open, finish, n) => Answer(blocks, open, finish, new Usage(n[0], n[1], n[2], 0, n[3], n[4])));

    [Fact]
    public void Streamed_equals_whole() => s_answer.Sample(answer =>
    {
        var stream = Said.Write(answer, streamed: true);
        StreamLaws.Assert(stream);
        var whole = Said.Write(answer, streamed: false);
        Assert.Equal(whole, StreamLaws.Last(stream).GetProperty("response").GetRawText());
        Assert.Equal(Sorted(Said.Fold(Said.Read(whole, streamed: false))), Sorted(Said.Fold(Said.Read(stream, streamed: true))));
    }, iter: 2_000);

    [Fact]
    public void What_is_written_reads_back_as_it_was_meant() => s_answer.Sample(answer =>
        Assert.Equal(Sorted(Meant(answer)), Sorted(Said.Fold(Said.Read(Said.Write(answer, streamed: true), streamed: true)))), iter: 2_000);

    [Fact]
    public void Writing_a_delta_allocates_nothing_but_room_for_the_text()
    {
        var writer = new OpenAiResponsesDialect().CreateStreamWriter(Said.Identity, false);
        var output = new System.Buffers.ArrayBufferWriter<byte>(64 * 1024);
        writer.Write(new LlmEvent { Kind = LlmEventKind.Started }, output);
        writer.Write(new LlmEvent { Kind = LlmEventKind.BlockStarted, BlockKind = BlockKind.Text }, output);
        var delta = Said.Delta(0, BlockKind.Text, "some words");
        for (var i = 0; i < 30; i++) Write(); // the room for the text grows by doubling: 300 bytes of 512
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++) Write();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Write()
        {
            output.ResetWrittenCount();
            writer.Write(delta, output);
        }
    }

    [Fact]
    public void Reading_a_delta_allocates_nothing()
    {
        var reader = new OpenAiResponsesDialect().CreateStreamReader();
        var events = new EventBatch();
        byte[][] frames = [.. Enumerable.Range(0, 4).Select(i => Encoding.UTF8.GetBytes(
            $$"""{"type":"response.output_text.delta","sequence_number":{{i + 98}},"item_id":"msg_1","output_index":0,"content_index":0,"delta":"one","logprobs":[],"obfuscation":"{{new string('x', i)}}"}"""))];
        reader.Read(default, "{\"type\":\"response.output_item.added\",\"output_index\":0,\"item\":{\"id\":\"msg_1\",\"type\":\"message\"}}"u8.ToArray(), events);
        foreach (var frame in frames) reader.Read(default, frame, events);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            events.Clear();
            reader.Read(default, frames[i % 4], events);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static LlmEvent[] Answer((BlockKind Kind, string[] Pieces, int Sources)[] blocks, int open, FinishReason finish, Usage usage)
    {
        List<LlmEvent> events = [new() { Kind = LlmEventKind.Started, Id = JsonText.From("resp_1"), Name = JsonText.From("m") }];
        for (var first = 0; first < blocks.Length; first += open)
        {
            var lines = Enumerable.Range(first, Math.Min(open, blocks.Length - first)).Select(i => Events(i, blocks[i])).ToList();
            foreach (var line in lines) events.Add(line[0]);
            for (var turn = 1; lines.Exists(l => l.Count > turn); turn++)
                foreach (var line in lines) if (line.Count > turn) events.Add(line[turn]);
        }

        events.Add(new() { Kind = LlmEventKind.Finished, Finish = finish });
        events.Add(new() { Kind = LlmEventKind.Usage, Usage = usage });
        events.Add(new() { Kind = LlmEventKind.Completed });
        return [.. events];
    }

    private static List<LlmEvent> Events(int block, (BlockKind Kind, string[] Pieces, int Sources) of)
    {
        List<LlmEvent> events = [.. Said.Block(block, of.Kind, of.Pieces)];
        for (var i = 0; of.Kind == BlockKind.Text && i < of.Sources; i++)
            events.Insert(1 + (i % events.Count), new() { Kind = LlmEventKind.Citation, Block = block, BlockKind = of.Kind, Citation = new Citation(i == 0 ? "https://x" : null, "t", null, null, 1, 2) });
        if (of.Sources > 0 && of.Kind == BlockKind.Text) events.RemoveAll(e => e.Kind == LlmEventKind.BlockStopped);
        if (events[^1].Kind != LlmEventKind.BlockStopped) events.Add(new() { Kind = LlmEventKind.BlockStopped, Block = block, BlockKind = of.Kind });
        return events;
    }

    /// <summary>Of blocks that are open at once it is not said which comes first.</summary>
    private static string Sorted(string folded) => string.Join('\n', folded.Split('\n').Order(StringComparer.Ordinal));

    /// <summary>What this format can tell of an answer: items in the order of their begin, sources with an address, its own reasons to end.</summary>
    private static string Meant(LlmEvent[] events)
    {
        var calls = events.Any(e => e is { Kind: LlmEventKind.BlockStarted, BlockKind: BlockKind.ToolCall });
        return Said.Fold([.. events
            .Where(e => e is not { Kind: LlmEventKind.Citation, Citation.Url: null })
            .Where(e => e is not { Kind: LlmEventKind.BlockStarted, BlockKind: BlockKind.Reasoning } || events.Any(d => d.Kind == LlmEventKind.Delta && d.Block == e.Block && !d.Text.IsEmpty))
            .Select(e => e.Kind != LlmEventKind.Finished || e.Finish is FinishReason.Length or FinishReason.ContentFilter ? e : e with { Finish = calls ? FinishReason.ToolCalls : FinishReason.Stop })]);
    }
}
