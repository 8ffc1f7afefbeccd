using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Writes tools and how to choose among them, as OpenAI's two formats do alike: chat has in an object of its own what Responses has beside the type.</summary>
internal abstract class OpenAiToolWriter(Prompt prompt, Vendor vendor, DroppedNames dropped, IBufferWriter<byte> output)
{
    /// <summary>Where the request goes.</summary>
    protected IBufferWriter<byte> Output => output;

    /// <summary>Writes <c>tools</c>, <c>tool_choice</c> and <c>parallel_tool_calls</c>; the vendors refuse the latter two when there are no tools.</summary>
    public void Write()
    {
        var search = vendor.IsOpenAi ? WebSearch.Of(prompt) : default;
        var searches = TakesSearch && search.ValueKind == JsonValueKind.Object;
        if (prompt.Tools.Count == 0 && !searches)
        {
            if (prompt.ToolChoice is { Mode: ToolChoiceMode.Required or ToolChoiceMode.Named }) dropped.Add(nameof(Prompt.ToolChoice), "tool_choice");
            return;
        }

        for (var i = 0; i < prompt.Tools.Count; i++)
        {
            output.Raw(i == 0 ? ",\"tools\":["u8 : ","u8);
            if (prompt.Tools[i].Custom is { } custom && vendor.TakesCustomTools) WriteCustom(prompt.Tools[i].Name, custom);
            else WriteFunction(prompt.Tools[i]);
            if (prompt.Tools[i].CacheControl.ValueKind != JsonValueKind.Undefined) dropped.Add("cache_control");
        }

        if (searches)
        {
            output.Raw(prompt.Tools.Count == 0 ? ",\"tools\":["u8 : ","u8);
            WebSearch.WriteTool(search, output);
        }

        output.Raw("]"u8);
        if (prompt.ToolChoice is not null) WriteChoice(prompt.ToolChoice);
        if (prompt.ParallelToolCalls is not { } parallel) return;
        output.Raw(",\"parallel_tool_calls\":"u8);
        output.Flag(parallel);
    }

    /// <summary>A search of the web is a tool in this format.</summary>
    protected virtual bool TakesSearch => false;

    /// <summary>A function's definition.</summary>
    protected abstract void WriteFunction(ToolDefinition tool);

    /// <summary>A custom tool's definition.</summary>
    protected abstract void WriteCustom(string name, CustomTool tool);

    /// <summary>The choice of one tool.</summary>
    protected abstract void WriteChosen(string name, bool isCustom);

    /// <summary>The name that an object begins with, and a description where there is one.</summary>
    protected void WriteHead(string name, string? description)
    {
        output.String(name);
        if (description is null) return;
        output.Raw(",\"description\":"u8);
        output.String(description);
    }

    /// <summary>What the caller wants of arguments, without what the vendor would refuse to hold them to.</summary>
    protected bool? StrictOf(ToolDefinition tool)
    {
        if (tool is not { Strict: true, IsStrictByOtherRules: true } || OpenAiStrictRules.CanHold(tool.Schema)) return tool.Strict;
        dropped.Add("tools.strict");
        return null;
    }

    private void WriteChoice(ToolChoice choice)
    {
        output.Raw(",\"tool_choice\":"u8);
        switch (choice.Mode)
        {
            case ToolChoiceMode.Auto: output.Raw("\"auto\""u8); break;
            case ToolChoiceMode.None: output.Raw("\"none\""u8); break;
            case ToolChoiceMode.Required: output.Raw("\"required\""u8); break;
            default: WriteChosen(choice.Name ?? "", vendor.TakesCustomTools && CustomTools.Chooses(prompt, choice)); break;
        }
    }
}
