using System.Collections.Frozen;
using System.Text.Json;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Which top-level fields of a request cross to other formats. All others are named as dropped, known or not.</summary>
internal static class RequestFields
{
    private static readonly FrozenSet<string> Shared = FrozenSet.ToFrozenSet(
    [
        "model", "stream", "stream_options", "input", "instructions", "tools", "tool_choice", "parallel_tool_calls", "max_output_tokens",
        "temperature", "top_p", "include", "top_logprobs", "text", "reasoning", "user", "safety_identifier",
        "store", "background", "previous_response_id", "metadata", // the gateway's own matter, and told back by its answer
    ], StringComparer.Ordinal);

    /// <summary>Whether a field has been read into the shared vocabulary, or is the gateway's own matter.</summary>
    public static bool AreShared(string name) => Shared.Contains(name);

    /// <summary>A field that is <c>null</c>, or wants what happens anyway, is not missed.</summary>
    public static bool AsksForSomething(string name, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.String when name == "truncation" => JsonFields.Decode(value) != "disabled",
        _ => true,
    };
}
