using System.Globalization;
using Parley.Simulator.Answers;

namespace Parley.Simulator.Messages;

internal static class MessagesUsage
{
    public static string Json(Tokens t, int output)
    {
        var written = t.CacheWrite + t.CacheWriteHour;
        return string.Create(CultureInfo.InvariantCulture,
            $$$"""{"input_tokens":{{{t.Prompt - t.CacheRead - written}}},"cache_creation_input_tokens":{{{written}}},"cache_read_input_tokens":{{{t.CacheRead}}},"cache_creation":{"ephemeral_5m_input_tokens":{{{t.CacheWrite}}},"ephemeral_1h_input_tokens":{{{t.CacheWriteHour}}}},"output_tokens":{{{output}}},"service_tier":"standard"{{{Searches(t)}}}}""");
    }

    public static string Delta(Tokens t) => $"{{\"output_tokens\":{t.Output.ToString(CultureInfo.InvariantCulture)}{Searches(t)}}}";

    private static string Searches(Tokens t) => t.Searches == 0 ? ""
        : $$$""","server_tool_use":{"web_search_requests":{{{t.Searches.ToString(CultureInfo.InvariantCulture)}}}}""";
}
