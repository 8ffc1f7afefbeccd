using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads tools and how to choose among them.</summary>
internal static class ToolReader
{
    /// <summary>Reads <c>tools</c>, <c>tool_choice</c> and <c>parallel_tool_calls</c>.</summary>
    public static void Read(JsonFields request, Prompt prompt)
    {
        foreach (var tool in request.Objects("tools")) ReadTool(tool, prompt);
        prompt.ParallelToolCalls = request.Flag("parallel_tool_calls");
        if (!request.Has("tool_choice")) return;
        if (request.Any("tool_choice").ValueKind == JsonValueKind.String) prompt.ToolChoice = new ToolChoice(Mode(request, "tool_choice"));
        else ReadChoice(request.NeedObject("tool_choice"), prompt);
        NameLostChoice(prompt);
    }

    private static void ReadTool(JsonFields tool, Prompt prompt)
    {
        var type = tool.NeedText("type");
        if (type == "custom") prompt.Tools.Add(CustomTools.Read(tool));
        else if (type == "function") prompt.Tools.Add(ReadFunction(tool));
        else prompt.Unshare("tools." + type);
    }

    private static ToolDefinition ReadFunction(JsonFields tool)
    {
        var name = tool.NeedText("name");
        if (name.Length == 0) throw tool.Bad("name", "must not be empty");
        return new ToolDefinition(name, tool.Text("description"), tool.Object("parameters")?.Value ?? default) { Strict = tool.Flag("strict") };
    }

    private static void ReadChoice(JsonFields choice, Prompt prompt)
    {
        switch (choice.NeedText("type"))
        {
            case "function" or "custom":
                prompt.ToolChoice = new ToolChoice(ToolChoiceMode.Named, choice.NeedText("name"));
                break;
            case "allowed_tools":
                prompt.ToolChoice = new ToolChoice(Mode(choice, "mode"));
                var names = choice.Objects("tools").Select(t => t.Text("name")).ToHashSet();
                prompt.Tools.RemoveAll(t => !names.Contains(t.Name));
                break;
            case var type:
                prompt.Unshare("tool_choice." + type);
                break;
        }
    }

    /// <summary>A choice cannot outlive the vendor's own tools, which do not cross.</summary>
    private static void NameLostChoice(Prompt prompt)
    {
        if (prompt.ToolChoice is not { Mode: ToolChoiceMode.Required } || prompt.Tools.Count > 0) return;
        prompt.ToolChoice = null;
        prompt.Unshare("tool_choice");
    }

    private static ToolChoiceMode Mode(JsonFields holder, string name) => holder.NeedText(name) switch
    {
        "auto" => ToolChoiceMode.Auto,
        "none" => ToolChoiceMode.None,
        "required" => ToolChoiceMode.Required,
        _ => throw holder.Bad(name, "must be 'auto', 'none' or 'required'"),
    };
}
