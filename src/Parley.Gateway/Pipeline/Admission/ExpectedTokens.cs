using System.Buffers.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline.Admission;

/// <summary>How many tokens a request may take, before anybody knows: a token for every four bytes of its body, and the longest answer that
/// it asks for. Nothing is tokenised; what was really used corrects it.</summary>
internal static class ExpectedTokens
{
    private const int BytesOfToken = 4;

    public static long Of(LlmRequest request) =>
        request.Operation == LlmOperation.CountTokens ? 0 : request.Body.Length / BytesOfToken + (request.Operation == LlmOperation.Generate ? LongestAnswer(request.Body.Span) : 0);

    /// <summary>The greatest of the members by which the formats limit an answer; 0 without one. The body was found to be well-formed before.</summary>
    internal static long LongestAnswer(ReadOnlySpan<byte> body)
    {
        var json = new JsonScanner(body);
        var longest = 0L;
        if (!json.TryTake((byte)'{')) return 0;
        do
        {
            if (!json.TryTakeString(out var name) || !json.TryTake((byte)':')) return longest;
            json.Peek();
            var start = json.Position;
            if (!json.TrySkipValue(1)) return longest;
            if (Limits(name) && Utf8Parser.TryParse(body[start..json.Position], out long tokens, out var read) && start + read == json.Position)
                longest = Math.Max(longest, Math.Min(tokens, TokenBucket.Most));
        }
        while (json.TryTake((byte)','));
        return longest;
    }

    private static bool Limits(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("\"max_tokens\""u8) || name.SequenceEqual("\"max_completion_tokens\""u8) || name.SequenceEqual("\"max_output_tokens\""u8);
}
