using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads tools and how to choose among them.</summary>
internal static class ToolReader
{
    /// <summary>Reads <c>tools</c>, <c>tool_choice</c> and <c>parallel_tool_calls</c>.</summary>
    public static void Read(JsonFields request, Prompt prompt)
    {
        foreach (var tool in request.Objects("tools"))
        {
            if (tool.NeedText("type") == "namespace") ReadNamespace(tool, prompt);
            else ReadTool(tool, null, prompt);
        }

        prompt.ParallelToolCalls = request.Flag("parallel_tool_calls");
        if (!request.Has("tool_choice")) return;
        if (request.Any("tool_choice").ValueKind == JsonValueKind.String) prompt.ToolChoice = new ToolChoice(Mode(request, "tool_choice"));
        else ReadChoice(request.NeedObject("tool_choice"), prompt);
        NameLostChoice(prompt);
    }

    /// <summary>Its tools cross; what it says of itself has no place beside them.</summary>
    private static void ReadNamespace(JsonFields space, Prompt prompt)
    {
        var name = space.NeedText("name");
        if (space.Has("description")) prompt.Unshare("tools.namespace.description");
        foreach (var tool in space.Objects("tools")) ReadTool(tool, name, prompt);
    }

    private static void ReadTool(JsonFields tool, string? space, Prompt prompt)
    {
        var type = tool.NeedText("type");
        if (WebSearch.Is(type))
        {
            WebSearch.Read(tool, prompt);
            return;
        }

        if (type is not ("custom" or "function"))
        {
            prompt.Unshare("tools." + type);
            return;
        }

        var read = type == "custom" ? CustomTools.Read(tool) : ReadFunction(tool);
        prompt.Tools.Add(read with { Name = NamespacedName.Of(space, read.Name) });
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
                prompt.ToolChoice = new ToolChoice(ToolChoiceMode.Named, NamespacedName.Of(choice));
                break;
            case "allowed_tools":
                prompt.ToolChoice = new ToolChoice(Mode(choice, "mode"));
                var names = choice.Objects("tools").Select(t => NamespacedName.Of(t.Text("namespace"), t.Text("name") ?? "")).ToHashSet();
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
