using System.Collections.Frozen;
using System.Text.Json;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Which top-level fields of a request cross to other formats. All others are named as dropped, known or not.</summary>
internal static class RequestFields
{
    private static readonly FrozenSet<string> Shared = FrozenSet.ToFrozenSet(
    [
        "model", "stream", "stream_options", "messages", "tools", "tool_choice", "functions", "function_call", "parallel_tool_calls",
        "max_tokens", "max_completion_tokens", "temperature", "top_p", "top_k", "presence_penalty", "frequency_penalty", "seed", "stop", "n",
        "logprobs", "top_logprobs", "response_format", "modalities", "reasoning_effort", "reasoning", "thinking", "user", "safety_identifier",
    ], StringComparer.Ordinal);

    /// <summary>Whether a field has been read into the shared vocabulary.</summary>
    public static bool AreShared(string name) => Shared.Contains(name);

    /// <summary>A field that is <c>null</c>, or switches off what nobody else does, is not missed.</summary>
    public static bool AsksForSomething(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.False => name != "store",
        _ => true,
    };
}
