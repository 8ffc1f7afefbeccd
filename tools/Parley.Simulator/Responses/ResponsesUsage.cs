using System.Globalization;
using Parley.Simulator.Answers;

namespace Parley.Simulator.Responses;

internal static class ResponsesUsage
{
    public static string Json(Tokens t) => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"input_tokens":{{{t.Prompt}}},"input_tokens_details":{"cached_tokens":{{{t.CacheRead}}}},"output_tokens":{{{t.Output}}},"output_tokens_details":{"reasoning_tokens":{{{t.Reasoning}}}},"total_tokens":{{{t.Prompt + t.Output}}}}""");
}
