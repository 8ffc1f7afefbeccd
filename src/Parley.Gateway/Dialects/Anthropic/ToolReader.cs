using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Reads the tools of a request and how the model may choose among them.</summary>
internal static class ToolReader
{
    public static void Read(JsonFields fields, Prompt prompt)
    {
        foreach (var tool in fields.Objects("tools"))
        {
            if (tool.Text("type") is { } type and not "custom") prompt.Unshare("tools." + type);
            else prompt.Tools.Add(ReadTool(tool, prompt));
        }

        if (fields.Object("tool_choice") is { } choice) ReadChoice(choice, prompt);
    }

    private static ToolDefinition ReadTool(JsonFields tool, Prompt prompt)
    {
        foreach (var member in tool.Value.EnumerateObject())
            if (member.Name is "defer_loading" or "allowed_callers" or "eager_input_streaming" or "input_examples")
                prompt.Unshare("tools." + member.Name);
        var name = tool.NeedText("name");
        if (name.Length == 0) throw tool.Bad("name", "must not be empty");
        return new ToolDefinition(name, tool.Text("description"), tool.NeedObject("input_schema").Value)
        {
            Strict = tool.Flag("strict"), IsStrictByOtherRules = true, CacheControl = tool.Any("cache_control"),
        };
    }

    private static void ReadChoice(JsonFields choice, Prompt prompt)
    {
        prompt.ToolChoice = choice.NeedText("type") switch
        {
            "auto" => new ToolChoice(ToolChoiceMode.Auto),
            "any" => new ToolChoice(ToolChoiceMode.Required),
            "none" => new ToolChoice(ToolChoiceMode.None),
            "tool" => new ToolChoice(ToolChoiceMode.Named, choice.NeedText("name")),
            _ => throw choice.Bad("type", "must be 'auto', 'any', 'tool' or 'none'"),
        };
        prompt.ParallelToolCalls = choice.Flag("disable_parallel_tool_use") is { } off ? !off : null;
        prompt.Names[nameof(Prompt.ParallelToolCalls)] = "tool_choice.disable_parallel_tool_use";

        // a choice cannot outlive the vendor's own tools, which do not cross
        var lost = prompt.ToolChoice switch
        {
            { Mode: ToolChoiceMode.Named, Name: var name } => prompt.Tools.TrueForAll(t => t.Name != name),
            { Mode: ToolChoiceMode.Required } => prompt.Tools.Count == 0,
            _ => false,
        };
        if (!lost) return;
        prompt.ToolChoice = null;
        prompt.Unshare("tool_choice");
    }
}
