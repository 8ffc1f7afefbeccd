using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>How a response ends: its status, and why it is incomplete.</summary>
internal static class Statuses
{
    /// <summary>The meaning of an end that is no failure. An answer that is still to come (one that was asked for in the background) has ended as
    /// far as this call goes.</summary>
    public static FinishReason Read(in ResponseHead head, FrameType type, bool hasCalls)
    {
        if (type == FrameType.Incomplete || Is(head.Status, "incomplete"u8))
            return Is(head.Reason, "content_filter"u8) ? FinishReason.ContentFilter : FinishReason.Length;
        return hasCalls ? FinishReason.ToolCalls : FinishReason.Stop;
    }

    /// <summary>The failure that a response tells of; null when it tells of none.</summary>
    public static GatewayFault? FaultOf(in ResponseHead head, FrameType type)
    {
        if (type == FrameType.Cancelled || Is(head.Status, "cancelled"u8)) return Passing(head, Errors.Cancelled);
        if (type != FrameType.Failed && !Is(head.Status, "failed"u8)) return null;
        return Passing(head, head.Error.IsEmpty ? UpstreamErrors.ReadFrame("{}"u8.ToArray()) : Errors.Read(head.Error));
    }

    /// <summary>The vendor gave its answer with 200, and its status within: so does whoever passes it on.</summary>
    private static GatewayFault Passing(in ResponseHead head, GatewayFault fault) =>
        head.Passing.IsEmpty || !fault.IsTold ? fault : fault with { Status = 200, Body = head.Passing.ToArray() };

    /// <summary>The status of an answer that is whole, or was cut short.</summary>
    public static ReadOnlySpan<byte> Write(FinishReason reason) => IsIncomplete(reason) ? "incomplete"u8 : "completed"u8;

    /// <summary>Whether an answer was cut short.</summary>
    public static bool IsIncomplete(FinishReason reason) => reason is FinishReason.Length or FinishReason.ContentFilter;

    private static bool Is(JsonText text, ReadOnlySpan<byte> word) => text.Escaped.Span.SequenceEqual(word);
}
