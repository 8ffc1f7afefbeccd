using System.Text.Json;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Names of events. Those of server tools and of media are not among them: they say nothing to other formats.</summary>
internal static class FrameTypes
{
    /// <summary>No name that means something is longer, with each of its letters escaped.</summary>
    private const int LongestEscaped = 6 * 48;

    /// <summary>The string on which <paramref name="reader"/> stands.</summary>
    public static FrameType Read(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped) return Of(reader.ValueSpan);
        if (reader.ValueSpan.Length > LongestEscaped) return FrameType.Unknown;
        Span<byte> name = stackalloc byte[LongestEscaped];
        return Of(name[..reader.CopyString(name)]);
    }

    /// <summary>The type by its name.</summary>
    public static FrameType Of(ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("error"u8)) return FrameType.Error;
        var prefix = "response."u8;
        return name.StartsWith(prefix) ? OfResponse(name[prefix.Length..])
            : name.SequenceEqual("keepalive"u8) || name.SequenceEqual("ping"u8) ? FrameType.Progress
            : FrameType.Unknown;
    }

    private static FrameType OfResponse(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("output_text.delta"u8) ? FrameType.TextDelta
        : name.SequenceEqual("function_call_arguments.delta"u8) || name.SequenceEqual("custom_tool_call_input.delta"u8) ? FrameType.ArgumentsDelta
        : name.SequenceEqual("reasoning_summary_text.delta"u8) ? FrameType.SummaryDelta
        : name.SequenceEqual("reasoning_text.delta"u8) ? FrameType.ReasoningDelta
        : name.SequenceEqual("refusal.delta"u8) ? FrameType.RefusalDelta
        : name.SequenceEqual("output_item.added"u8) ? FrameType.ItemAdded
        : name.SequenceEqual("output_item.done"u8) ? FrameType.ItemDone
        : name.SequenceEqual("content_part.added"u8) ? FrameType.PartAdded
        : name.SequenceEqual("content_part.done"u8) ? FrameType.PartDone
        : name.SequenceEqual("output_text.done"u8) ? FrameType.TextDone
        : name.SequenceEqual("function_call_arguments.done"u8) || name.SequenceEqual("custom_tool_call_input.done"u8) ? FrameType.ArgumentsDone
        : name.SequenceEqual("reasoning_summary_text.done"u8) ? FrameType.SummaryDone
        : name.SequenceEqual("reasoning_text.done"u8) ? FrameType.ReasoningDone
        : name.SequenceEqual("refusal.done"u8) ? FrameType.RefusalDone
        : name.SequenceEqual("output_text.annotation.added"u8) || name.SequenceEqual("output_text_annotation.added"u8) ? FrameType.AnnotationAdded
        : OfWhole(name);

    private static FrameType OfWhole(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("created"u8) ? FrameType.Created
        : name.SequenceEqual("in_progress"u8) || name.SequenceEqual("queued"u8) ? FrameType.Progress
        : name.SequenceEqual("completed"u8) || name.SequenceEqual("done"u8) ? FrameType.Completed
        : name.SequenceEqual("incomplete"u8) ? FrameType.Incomplete
        : name.SequenceEqual("failed"u8) ? FrameType.Failed
        : name.SequenceEqual("cancelled"u8) ? FrameType.Cancelled
        : FrameType.Unknown;
}
