using System.Collections.Frozen;
using System.Text.Json;
using Parley.Simulator.Requests;

namespace Parley.Simulator.Responses;

/// <summary>The fields of a request that a response repeats, as the JSON in which they came.</summary>
internal static class EchoedFields
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
    [
        "background", "instructions", "max_output_tokens", "max_tool_calls", "metadata", "parallel_tool_calls", "previous_response_id", "prompt_cache_key",
        "prompt_cache_retention", "reasoning", "safety_identifier", "store", "temperature", "text", "tool_choice", "tools", "top_logprobs", "top_p", "truncation", "user",
    ]);

    private static readonly Dictionary<string, string> None = [];

    public static bool Any(RequestFacts facts) => facts.Temperature is not null || facts.Fields.Exists(Names.Contains);

    public static IReadOnlyDictionary<string, string> Read(RequestFacts facts)
    {
        if (!Any(facts)) return None;
        using var document = JsonDocument.Parse(facts.Body);
        var fields = new Dictionary<string, string>();
        foreach (var field in document.RootElement.EnumerateObject())
            if (Names.Contains(field.Name)) fields[field.Name] = field.Value.GetRawText();
        return fields;
    }
}
