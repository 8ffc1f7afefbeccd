using System.Text;
using System.Text.Json;
using CsCheck;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Laws;

/// <summary>Random answers: as vendors tell them, and as events of which several calls are open at once.</summary>
internal static class Scripts
{
    private static readonly Gen<string> Text = Gen.OneOf<string>(Gen.String, Gen.OneOf("a", "\"", "\\", "\n", "\u0001", "żółw", "\U0001F600", "{", "}", "\\u0022", "long ordinary words, and more"));

    private static readonly Gen<TellBlock[]> Blocks = Gen.Select(Gen.OneOf("text", "reasoning", "call", "custom", "image"), Text).Array[0, 6]
        .Select(all => all.Select((b, i) => new TellBlock(b.Item1, b.Item1 switch { "call" => Arguments(b.Item2), "custom" => b.Item2, "image" => Base64(b.Item2), _ => b.Item2 + "." }, $"call_{i}", "f")).ToArray());

    public static Gen<Told> Answers { get; } = Gen.Select(Blocks, Gen.OneOf("stop", "length", "filter"), Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9], Gen.Int[0, 9],
        (blocks, finish, fresh, cached, said, thought) => new Told(blocks, finish, fresh + cached, cached, 0, said + thought, thought));

    public static Gen<LlmEvent[]> Events { get; } = Gen.Select(
        Gen.Select(Gen.OneOf(BlockKind.Text, BlockKind.Reasoning, BlockKind.Refusal, BlockKind.ToolCall, BlockKind.CustomCall, BlockKind.Opaque, BlockKind.Image), Text.Array[0, 4]).Array[0, 6], Gen.Int[1, 3],
        Gen.OneOf(FinishReason.Stop, FinishReason.Length, FinishReason.ContentFilter), Gen.Int[0, 99].Array[4], (blocks, open, finish, n) => Interleaved(blocks, open, finish, new Usage(n[0], n[1], 0, 0, n[2], n[3])));

    private static string Base64(string text) => Convert.ToBase64String([0x89, .. Encoding.UTF8.GetBytes(text)]);

    private static string Arguments(string value) => JsonSerializer.Serialize(new Dictionary<string, object?> { ["v"] = value, ["n"] = new object?[] { 1, null, true } });

    private static LlmEvent[] Interleaved((BlockKind Kind, string[] Pieces)[] blocks, int open, FinishReason finish, Usage usage)
    {
        List<LlmEvent> events = [new() { Kind = LlmEventKind.Started, Id = JsonText.From("up1"), Name = JsonText.From("m") }];
        for (var first = 0; first < blocks.Length; first += open)
        {
            var lines = Enumerable.Range(first, Math.Min(open, blocks.Length - first)).Select(i => Block(i, blocks[i].Kind, blocks[i].Pieces)).ToList();
            events.AddRange(lines.Select(l => l[0]));
            if (lines.Exists(l => l[0].BlockKind is not (BlockKind.ToolCall or BlockKind.CustomCall)))
            {
                // texts of which several are open at once no vendor sends, and chat could not tell apart
                events.RemoveRange(events.Count - lines.Count, lines.Count);
                events.AddRange(lines.SelectMany(l => l));
                continue;
            }

            for (var turn = 1; lines.Exists(l => l.Length > turn); turn++) events.AddRange(lines.Where(l => l.Length > turn).Select(l => l[turn]));
        }

        events.Add(new() { Kind = LlmEventKind.Finished, Finish = finish });
        events.Add(new() { Kind = LlmEventKind.Usage, Usage = usage });
        events.Add(new() { Kind = LlmEventKind.Completed });
        return [.. events];
    }

    private static LlmEvent[] Block(int at, BlockKind kind, string[] pieces)
    {
        if (kind == BlockKind.ToolCall && pieces.Length > 0) pieces = [.. JsonSerializer.Serialize(new { v = string.Concat(pieces) }).Chunk(5).Select(c => new string(c))];
        var (type, picture) = kind == BlockKind.Image ? (JsonText.From("image/webp"), JsonText.From(Base64(string.Concat(pieces)))) : default;
        if (kind is BlockKind.Opaque or BlockKind.Image) pieces = [];
        var isCall = kind is BlockKind.ToolCall or BlockKind.CustomCall;
        return
        [
            new() { Kind = LlmEventKind.BlockStarted, Block = at, BlockKind = kind, Id = isCall ? JsonText.From($"call_{at}") : default, Name = isCall ? JsonText.From("f") : type, Text = picture },
            .. pieces.Select(p => new LlmEvent { Kind = LlmEventKind.Delta, Block = at, BlockKind = kind, Text = JsonText.From(p) }),
            new() { Kind = LlmEventKind.BlockStopped, Block = at, BlockKind = kind },
        ];
    }
}
