using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Parley.Gateway.Messages;
using Parley.Gateway.Tests.Dialects;
using Parley.Gateway.Tests.Matrix.Folds;
using Parley.Gateway.Tests.Matrix.Streams;

namespace Parley.Gateway.Tests.Matrix.Laws;

/// <summary>What holds in all twelve pairs, whatever is said. The order of each format is checked by what folds its streams.</summary>
public sealed class PairLawTests
{
    private static readonly Dictionary<WireFormat, Golden> Goldens = new()
    {
        [WireFormat.Chat] = new("OpenAiChat"), [WireFormat.Messages] = new("Anthropic"), [WireFormat.Responses] = new("OpenAiResponses"), [WireFormat.Gemini] = new("Gemini"),
    };

    [Theory, MemberData(nameof(Pair.Names), MemberType = typeof(Pair))]
    public void Streamed_equals_whole(string name)
    {
        var pair = Pair.Named(name);
        Scripts.Answers.Sample(told =>
        {
            var whole = Whole.Of(pair.Kind, told);
            Pair.AssertFolds(pair.Client, Pair.WriteStream(pair.Client, Pair.ReadStream(pair.Kind, Streamed.Of(pair.Kind, whole))), Pair.WriteWhole(pair.Client, Pair.ReadWhole(pair.Kind, whole)));
        }, iter: 300);
    }

    [Theory, MemberData(nameof(Pair.Names), MemberType = typeof(Pair))]
    public void Tokens_have_the_same_sums(string name)
    {
        var pair = Pair.Named(name);
        Scripts.Answers.Sample(told =>
        {
            var usage = JsonNode.Parse(Pair.WriteWhole(pair.Client, Pair.ReadWhole(pair.Kind, Whole.Of(pair.Kind, told))))!["usage"]!;
            var sums = pair.Client switch
            {
                WireFormat.Chat => (Number("prompt_tokens"), Number("completion_tokens")),
                WireFormat.Messages => (Number("input_tokens") + Number("cache_read_input_tokens") + Number("cache_creation_input_tokens"), Number("output_tokens")),
                _ => (Number("input_tokens"), Number("output_tokens")),
            };
            Assert.Equal((told.Prompt, told.Out), sums);

            int Number(string member) => usage[member]!.GetValue<int>();
        }, iter: 100);
    }

    /// <summary>One byte at a time, inside characters and line ends.</summary>
    [Theory, MemberData(nameof(Pair.Names), MemberType = typeof(Pair))]
    public void Any_cutting_gives_the_same_stream(string name)
    {
        var pair = Pair.Named(name);
        Gen.Select(Scripts.Answers, Gen.Int[1, 40].Array[1, 5]).Sample((told, sizes) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Streamed.Of(pair.Kind, Whole.Of(pair.Kind, told)));
            var expected = pair.PassAsync(bytes).GetAwaiter().GetResult();
            Assert.Equal(expected, pair.PassAsync(bytes, sizes).GetAwaiter().GetResult());
            Assert.Equal(expected, pair.PassAsync(bytes, 1).GetAwaiter().GetResult());
            if (pair.Kind == pair.Client) Assert.Equal(Encoding.UTF8.GetString(bytes), expected);
            else Fold.Of(pair.Client, expected);
        }, iter: 60);
    }

    /// <summary>Wherever a stream breaks off, the client's ends in an error, never as if it were whole.</summary>
    [Theory, MemberData(nameof(Pair.Names), MemberType = typeof(Pair))]
    public void A_cut_stream_ends_in_an_error(string name)
    {
        var pair = Pair.Named(name);
        Gen.Select(Scripts.Answers, Gen.Double[0, 0.999]).Sample((told, place) =>
        {
            var bytes = Encoding.UTF8.GetBytes(Streamed.Of(pair.Kind, Whole.Of(pair.Kind, told)));
            var cut = bytes[..(int)(bytes.Length * place)];
            var isWholeFrame = IsWholeFrame(bytes, cut.Length); // the last frame's end may be all that is missing
            var text = Encoding.UTF8.GetString(cut);
            var seen = isWholeFrame ? text.TrimEnd('\n') + "\n\n" : text[..(text.LastIndexOf("\n\n", StringComparison.Ordinal) is >= 0 and var end ? end + 2 : 0)];
            if (Pair.ReadStream(pair.Kind, seen)[^1].Kind == LlmEventKind.Completed) return; // only its terminator is missing
            var stream = pair.PassAsync(cut).GetAwaiter().GetResult();
            if (pair.Kind == pair.Client && isWholeFrame) return;
            var last = JsonNode.Parse(Fold.Frames(stream)[^1].Data)!;
            Assert.True(last["error"] is not null || last["type"]?.ToString() is "error" or "response.failed", stream);
        }, iter: 150);
    }

    [Theory, MemberData(nameof(Pair.Names), MemberType = typeof(Pair))]
    public void Golden_answers_fold_into_their_whole_ones(string name)
    {
        var pair = Pair.Named(name);
        foreach (var golden in Goldens[pair.Kind].Names(".sse"))
        {
            if (golden.EndsWith(".written", StringComparison.Ordinal)) continue;
            var events = Pair.ReadStream(pair.Kind, Goldens[pair.Kind].Text(golden + ".sse"));
            var stream = Pair.WriteStream(pair.Client, events);
            if (events[^1].Kind == LlmEventKind.Completed) Pair.AssertFolds(pair.Client, Pair.Joinable(stream), Pair.Joinable(Pair.WriteWhole(pair.Client, events)));
            else Assert.False(Fold.Of(pair.Client, Pair.Joinable(stream)) is JsonObject one && (one.ContainsKey("choices") || one.ContainsKey("content") || one.ContainsKey("output")), golden);
        }
    }

    /// <summary>Blocks that are open at once, through the writer of one format, its reader, and the writer of another.</summary>
    [Theory, MemberData(nameof(Pair.Names), MemberType = typeof(Pair))]
    public void Interleaved_blocks_fold_into_the_whole_answer(string name)
    {
        var pair = Pair.Named(name);
        Scripts.Events.Sample(events =>
        {
            if (pair.Kind != WireFormat.Gemini) events = Pair.ReadStream(pair.Kind, Pair.WriteStream(pair.Kind, events));
            Assert.Equal(LlmEventKind.Completed, events[^1].Kind);
            Pair.AssertFolds(pair.Client, Pair.WriteStream(pair.Client, events), Pair.WriteWhole(pair.Client, events));
        }, iter: 300);
    }

    private static bool IsWholeFrame(byte[] bytes, int cut) => bytes.AsSpan(cut).StartsWith("\n\n"u8) || bytes.AsSpan(cut).StartsWith("\n"u8);
}
