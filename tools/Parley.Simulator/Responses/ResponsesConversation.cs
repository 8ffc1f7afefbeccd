using System.Text.Json;
using Parley.Simulator.Requests;
using static Parley.Simulator.Requests.JsonLook;

namespace Parley.Simulator.Responses;

/// <summary>A conversation whose turns are the items of <c>input</c>.</summary>
internal static class ResponsesConversation
{
    public static Conversation Read(JsonElement root)
    {
        var items = Items(root, "input");
        return new()
        {
            LastUserText = Text(root, "input") ?? items.Where(i => Text(i, "role") == "user").Select(i => TextOf(i, "content")).LastOrDefault(t => t.Length > 0) ?? "",
            ToolResults = [.. items.AsEnumerable().Reverse().TakeWhile(IsResult).Reverse().Select(i => TextOf(i, "output"))],
            ToolNames = [.. Items(root, "tools").Where(t => Text(t, "type") == "function").Select(t => Text(t, "name")).OfType<string>()],
            MaxTokens = Number(root, "max_output_tokens"),
        };
    }

    private static bool IsResult(JsonElement item) => Text(item, "type") == "function_call_output";

    private static string TextOf(JsonElement holder, string name) =>
        Text(holder, name) ?? string.Concat(Items(holder, name).Where(p => Text(p, "type") is "input_text" or "output_text" or "text").Select(p => Text(p, "text")));
}
