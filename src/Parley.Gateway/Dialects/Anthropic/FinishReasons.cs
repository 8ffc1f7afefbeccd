using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Finish reasons between this format and Parley's five meanings.</summary>
internal static class FinishReasons
{
    public static FinishReason Read(JsonText reason)
    {
        var text = reason.Escaped.Span;
        return text.SequenceEqual("max_tokens"u8) || text.SequenceEqual("model_context_window_exceeded"u8) ? FinishReason.Length
            : text.SequenceEqual("tool_use"u8) ? FinishReason.ToolCalls
            : text.SequenceEqual("stop_sequence"u8) ? FinishReason.StopSequence
            : text.SequenceEqual("refusal"u8) ? FinishReason.ContentFilter
            : FinishReason.Stop;
    }

    /// <summary><c>stop_sequence</c> is said only where the sequence is known, because clients read the two together.</summary>
    public static ReadOnlySpan<byte> Write(FinishReason reason, bool sequenceKnown) => reason switch
    {
        FinishReason.Length => "max_tokens"u8,
        FinishReason.ToolCalls => "tool_use"u8,
        FinishReason.ContentFilter => "refusal"u8,
        FinishReason.StopSequence when sequenceKnown => "stop_sequence"u8,
        _ => "end_turn"u8,
    };
}
