using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Reads tools and how to choose among them, in the present and in the legacy form.</summary>
internal static class ToolReader
{
    /// <summary>Reads <c>tools</c>, <c>tool_choice</c>, <c>parallel_tool_calls</c>, <c>functions</c>, <c>function_call</c>.</summary>
    public static void Read(JsonFields request, Prompt prompt)
    {
        foreach (var tool in request.Objects("tools")) ReadTool(tool, prompt);
        foreach (var function in request.Objects("functions")) prompt.Tools.Add(ReadFunction(function));
        if (request.Has("tool_choice")) ReadChoice(request, "tool_choice", prompt);
        else if (request.Has("function_call")) ReadChoice(request, "function_call", prompt);
        prompt.ParallelToolCalls = request.Flag("parallel_tool_calls");
        if (request.Has("tools") || !request.Has("functions")) return;
        prompt.Names[nameof(Prompt.Tools)] = "functions";
        prompt.LegacyTools = true;
        prompt.ParallelToolCalls ??= false; // there is no place for a second call
    }

    private static void ReadTool(JsonFields tool, Prompt prompt)
    {
        var type = tool.Text("type") ?? (tool.Has("function") ? "function" : tool.NeedText("type")); // Mistral's clients leave it out
        if (type is not ("function" or "custom"))
        {
            prompt.Unshare($"tools.{type}");
            return;
        }

        var definition = type == "custom" ? CustomTools.Read(tool.NeedObject("custom")) : ReadFunction(tool.NeedObject("function"));
        prompt.Tools.Add(definition with { CacheControl = tool.Any("cache_control") });
    }

    private static ToolDefinition ReadFunction(JsonFields function)
    {
        var name = function.NeedText("name");
        if (name.Length == 0) throw function.Bad("name", "must not be empty");
        return new(name, function.Text("description"), function.Object("parameters")?.Value ?? default) { Strict = function.Flag("strict") };
    }

    private static void ReadChoice(JsonFields request, string name, Prompt prompt)
    {
        prompt.Names[nameof(Prompt.ToolChoice)] = name;
        if (request.Any(name).ValueKind == JsonValueKind.String)
        {
            prompt.ToolChoice = new ToolChoice(Mode(request, name));
            return;
        }

        var choice = request.NeedObject(name);
        if (name == "function_call") prompt.ToolChoice = new ToolChoice(ToolChoiceMode.Named, choice.NeedText("name"));
        else ReadChoiceObject(choice, prompt);
    }

    private static void ReadChoiceObject(JsonFields choice, Prompt prompt)
    {
        switch (choice.NeedText("type"))
        {
            case ("function" or "custom") and var type:
                prompt.ToolChoice = new ToolChoice(ToolChoiceMode.Named, choice.NeedObject(type).NeedText("name"));
                break;
            case "allowed_tools":
                var allowed = choice.Object("allowed_tools") ?? choice;
                prompt.ToolChoice = new ToolChoice(Mode(allowed, "mode"));
                var names = allowed.Objects("tools").Select(t => (t.Object("function") ?? t.Object("custom") ?? t).Text("name")).ToHashSet();
                prompt.Tools.RemoveAll(t => !names.Contains(t.Name));
                break;
            case var other:
                prompt.Unshare($"tool_choice.{other}");
                break;
        }
    }

    private static ToolChoiceMode Mode(JsonFields holder, string name) => holder.NeedText(name) switch
    {
        "auto" => ToolChoiceMode.Auto,
        "none" => ToolChoiceMode.None,
        "required" or "any" => ToolChoiceMode.Required,
        _ => throw holder.Bad(name, "must be 'auto', 'none' or 'required'"),
    };
}
