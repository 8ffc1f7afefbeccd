using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>OpenAI's <c>finish_reason</c> and the spellings of compatible vendors.</summary>
internal static class FinishReasons
{
    private static readonly GatewayFault BrokenOff = new(FaultKind.UpstreamFailed, "The model provider broke its answer off with an error. Try again.");
    private static readonly GatewayFault Overloaded = new(FaultKind.Overloaded, "The model provider ran out of resources in the middle of its answer. Try again soon.");

    /// <summary>The reason under <paramref name="json"/>; null for the empty string, which some vendors send for "not yet".
    /// A word that nobody knows counts as a natural end.</summary>
    public static (FinishReason? Finish, GatewayFault? Fault) Read(ref Utf8JsonReader json)
    {
        if (json.ValueTextEquals("stop"u8)) return (FinishReason.Stop, null);
        if (json.ValueTextEquals("tool_calls"u8) || json.ValueTextEquals("function_call"u8)) return (FinishReason.ToolCalls, null);
        if (json.ValueTextEquals("length"u8) || json.ValueTextEquals("model_length"u8) || json.ValueTextEquals("max_tokens"u8)) return (FinishReason.Length, null);
        if (json.ValueTextEquals("content_filter"u8) || json.ValueTextEquals("sensitive"u8) || json.ValueTextEquals("safety"u8)) return (FinishReason.ContentFilter, null);
        if (json.ValueTextEquals("error"u8) || json.ValueTextEquals("network_error"u8) || json.ValueTextEquals("abort"u8)) return (null, BrokenOff);
        if (json.ValueTextEquals("insufficient_system_resource"u8)) return (null, Overloaded);
        return json.ValueTextEquals(""u8) || json.ValueTextEquals("null"u8) ? (null, null) : (FinishReason.Stop, null);
    }

    /// <summary>The word for a meaning; <paramref name="legacy"/>: for callers of functions, before there were tools.</summary>
    public static ReadOnlySpan<byte> Write(FinishReason reason, bool legacy) => reason switch
    {
        FinishReason.Length => "length"u8,
        FinishReason.ToolCalls => legacy ? "function_call"u8 : "tool_calls"u8,
        FinishReason.ContentFilter => "content_filter"u8,
        _ => "stop"u8,
    };
}
