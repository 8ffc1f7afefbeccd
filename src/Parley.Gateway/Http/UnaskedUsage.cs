using System.Buffers;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Http;

/// <summary>
/// Parley asks every chat upstream for usage; a caller that did not ask does not see it. Where usage has a chunk of its own, the chunk
/// is left out; where it rides on the last chunk of the answer, this writes the chunk with <c>"usage":null</c>, as OpenAI writes it on all others.
/// </summary>
internal static class UnaskedUsage
{
    /// <summary>Writes a frame without the usage that its events were read from.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> frame, EventBatch events)
    {
        foreach (ref readonly var item in events.Events)
        {
            if (item.Kind != LlmEventKind.Usage || !frame.Overlaps(item.Json.Span, out var at) || !IsTopLevel(frame[..at])) continue;
            output.Raw(frame[..at]);
            output.Raw("null"u8);
            output.Raw(frame[(at + item.Json.Length)..]);
            return;
        }

        output.Raw(frame);
    }

    /// <summary>Usage in a vendor's own place (Groq's <c>x_groq</c>, Moonshot's choices) came unasked, and stays.</summary>
    private static bool IsTopLevel(ReadOnlySpan<byte> before)
    {
        var json = new System.Text.Json.Utf8JsonReader(before[(before.IndexOf((byte)'{') is >= 0 and var start ? start : before.Length)..], isFinalBlock: false, default);
        while (json.Read())
        {
        }

        return json.CurrentDepth == 1;
    }
}
