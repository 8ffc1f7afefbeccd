using System.Buffers;
using System.Text;
using CsCheck;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Dialects.Anthropic;

/// <summary>Whatever an answer says, in whatever order its blocks interleave, comes back from the wire with the same meaning.</summary>
public sealed class RoundTripTests
{
    private static readonly AnthropicDialect Dialect = new();

    private static readonly Gen<(BlockKind Kind, string[] Pieces)> Block = Gen.Select(
        Gen.Int[0, 2].Select(i => new[] { BlockKind.Text, BlockKind.Reasoning, BlockKind.ToolCall }[i]), Gen.Int[0, 3], Gen.String[0, 6].Array[1, 4]).Select((kind, size, words) =>
            (kind, kind == BlockKind.ToolCall
                ? ["{\"a", $"\":{size}", ",\"b\":[null, \"x\"]}"]
                : words.Select(w => JsonText.From(w).ToString()).Append("end").ToArray()));

    private static readonly Gen<Usage> Counts = Gen.Select(Gen.Long[0, 999], Gen.Long[0, 99], Gen.Long[0, 99], Gen.Long[0, 99], Gen.Long[0, 999], Gen.Long[0, 99])
        .Select((a, b, c, d, e, f) => new Usage(a, b, c, d, e, f));

    [Fact]
    public void An_answer_survives_the_wire() =>
        Gen.Select(Block.Array[0, 4], Gen.Int[0, 5], Counts, Gen.Int[0, 4].Select(i => (FinishReason)i)).Sample((blocks, shift, usage, finish) =>
        {
            var events = Events(blocks, shift, usage, finish);
            var streamed = Answers.Fold(Answers.ReadStream(Answers.Write(Dialect.CreateStreamWriter(Answers.Identity, false), events)));
            var whole = Answers.Fold(Answers.ReadBody(Answers.Write(Dialect.CreateWholeWriter(Answers.Identity), events)));
            Assert.Equal(whole, streamed);
            var batch = new EventBatch();
            foreach (var item in events) batch.Add(item);
            Assert.Equal(Answers.Fold(batch), streamed);
        }, iter: 5_000);

    [Fact]
    public void Writing_a_delta_allocates_nothing()
    {
        var writer = Dialect.CreateStreamWriter(Answers.Identity, false);
        var output = new ArrayBufferWriter<byte>(4096);
        var delta = Answers.Delta(0, BlockKind.Text, "some words");
        writer.Write(new LlmEvent { Kind = LlmEventKind.Started }, output);
        writer.Write(new LlmEvent { Kind = LlmEventKind.BlockStarted, BlockKind = BlockKind.Text }, output);
        writer.Write(delta, output);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            output.ResetWrittenCount();
            writer.Write(delta, output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Reading_a_delta_allocates_nothing()
    {
        var reader = Dialect.CreateStreamReader();
        var events = new EventBatch();
        reader.Read(default, "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"u8.ToArray(), events);
        byte[][] frames =
        [
            Encoding.UTF8.GetBytes("{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"one\"}}"),
            Encoding.UTF8.GetBytes("{\"index\":0,\"type\":\"content_block_delta\",\"delta\":{\"type\":\"text_delta\",\"text\":\"two\"}}"),
        ];
        foreach (var frame in frames.Concat(frames.Reverse()).Concat(frames)) reader.Read(default, frame, events);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            events.Clear();
            reader.Read(default, frames[i % 2], events); // a different shape each time, so that every frame is parsed
            reader.Read(default, frames[i % 2], events); // and recognised
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static LlmEvent[] Events((BlockKind Kind, string[] Pieces)[] blocks, int shift, Usage usage, FinishReason finish)
    {
        var events = new List<LlmEvent> { new() { Kind = LlmEventKind.Started, Id = JsonText.From("msg_7"), Name = JsonText.From("asked") } };
        for (var i = 0; i < blocks.Length; i++)
        {
            events.Add(blocks[i].Kind == BlockKind.ToolCall
                ? Answers.Call(i, $"toolu_{i}", "f")
                : new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = i, BlockKind = blocks[i].Kind });
        }

        // rounds through the open blocks, one piece each, from a different block on each time
        for (var round = 0; round < 6; round++)
        {
            for (var i = 0; i < blocks.Length; i++)
            {
                var block = (i + shift * round) % blocks.Length;
                if (round < blocks[block].Pieces.Length) events.Add(Answers.Delta(block, blocks[block].Kind, blocks[block].Pieces[round]));
            }
        }

        for (var i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Kind == BlockKind.Reasoning) events.Add(new LlmEvent { Kind = LlmEventKind.Signature, Block = i, Text = JsonText.From("made-by-parley") });
            events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = i, BlockKind = blocks[i].Kind });
        }

        var sequence = finish == FinishReason.StopSequence ? JsonText.From("###") : default;
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = finish, Text = sequence });
        events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = usage });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
        return [.. events];
    }
}
