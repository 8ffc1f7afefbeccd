using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Google's <c>finishReason</c> as one of the five meanings, or as a fault where what came is of no use.</summary>
internal static class FinishReasons
{
    private static readonly GatewayFault Malformed = new(FaultKind.UpstreamFailed,
        "The model made a tool call that its provider could not read, and broke off. Ask again; a simpler tool may help.");

    /// <summary>The reason under <paramref name="json"/>; nothing for "not yet". A word that nobody knows counts as a natural end. Both a reason and a
    /// fault: the call of a tool that was not declared may be there, and can be answered; where it is not, there is nothing.</summary>
    public static (FinishReason? Finish, GatewayFault? Fault) Read(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("STOP"u8)) return (FinishReason.Stop, null);
        if (json.ValueTextEquals("MAX_TOKENS"u8)) return (FinishReason.Length, null);
        if (IsRefusal(ref json)) return (FinishReason.ContentFilter, null);
        if (IsMalformed(ref json)) return (null, Malformed);
        if (json.ValueTextEquals("UNEXPECTED_TOOL_CALL"u8)) return (FinishReason.ToolCalls, Malformed);
        return json.ValueTextEquals(""u8) || json.ValueTextEquals("FINISH_REASON_UNSPECIFIED"u8) ? (null, null) : (FinishReason.Stop, null);
    }

    /// <summary>The vendor withholds the rest. <c>OTHER</c> is how it does that without a reason.</summary>
    private static bool IsRefusal(ref Utf8JsonReader json) =>
        json.ValueTextEquals("SAFETY"u8) || json.ValueTextEquals("RECITATION"u8) || json.ValueTextEquals("PROHIBITED_CONTENT"u8)
        || json.ValueTextEquals("BLOCKLIST"u8) || json.ValueTextEquals("SPII"u8) || json.ValueTextEquals("LANGUAGE"u8)
        || json.ValueTextEquals("OTHER"u8) || json.ValueTextEquals("IMAGE_SAFETY"u8) || json.ValueTextEquals("IMAGE_PROHIBITED_CONTENT"u8)
        || json.ValueTextEquals("IMAGE_RECITATION"u8) || json.ValueTextEquals("IMAGE_OTHER"u8) || json.ValueTextEquals("MODEL_ARMOR"u8);

    /// <summary>The model called tools in a way that came to nothing: the answer lacks what it was about to say.</summary>
    private static bool IsMalformed(ref Utf8JsonReader json) =>
        json.ValueTextEquals("MALFORMED_FUNCTION_CALL"u8) || json.ValueTextEquals("TOO_MANY_TOOL_CALLS"u8)
        || json.ValueTextEquals("MISSING_THOUGHT_SIGNATURE"u8) || json.ValueTextEquals("MALFORMED_RESPONSE"u8);
}
