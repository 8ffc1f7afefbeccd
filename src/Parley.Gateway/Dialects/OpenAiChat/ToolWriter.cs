using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Writes tools and how to choose among them.</summary>
internal sealed class ToolWriter(Prompt prompt, Vendor vendor, DroppedNames dropped, IBufferWriter<byte> output)
{
    /// <summary>Writes <c>tools</c>, <c>tool_choice</c> and <c>parallel_tool_calls</c>; the vendors refuse the latter two when there are no tools.</summary>
    public void Write()
    {
        if (prompt.Tools.Count == 0)
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

        output.Raw("]"u8);
        if (prompt.ToolChoice is not null) WriteChoice(prompt.ToolChoice);
        if (prompt.ParallelToolCalls is not { } parallel) return;
        output.Raw(",\"parallel_tool_calls\":"u8);
        output.Flag(parallel);
    }

    private void WriteChoice(ToolChoice choice)
    {
        output.Raw(",\"tool_choice\":"u8);
        switch (choice.Mode)
        {
            case ToolChoiceMode.Auto: output.Raw("\"auto\""u8); break;
            case ToolChoiceMode.None: output.Raw("\"none\""u8); break;
            case ToolChoiceMode.Required: output.Raw("\"required\""u8); break;
            default:
                output.Raw(vendor.TakesCustomTools && CustomTools.Chooses(prompt, choice)
                    ? "{\"type\":\"custom\",\"custom\":{\"name\":"u8 : "{\"type\":\"function\",\"function\":{\"name\":"u8);
                output.String(choice.Name ?? "");
                output.Raw("}}"u8);
                break;
        }
    }

    private void WriteFunction(ToolDefinition tool)
    {
        output.Raw("{\"type\":\"function\",\"function\":{\"name\":"u8);
        output.String(tool.Name);
        if (tool.Description is not null)
        {
            output.Raw(",\"description\":"u8);
            output.String(tool.Description);
        }

        if (tool.Schema.ValueKind != JsonValueKind.Undefined)
        {
            output.Raw(",\"parameters\":"u8);
            output.Element(tool.Schema);
        }

        if (tool.Strict is { } strict)
        {
            output.Raw(",\"strict\":"u8);
            output.Flag(strict);
        }

        output.Raw("}}"u8);
    }

    private void WriteCustom(string name, CustomTool tool)
    {
        output.Raw("{\"type\":\"custom\",\"custom\":{\"name\":"u8);
        output.String(name);
        if (tool.Description is not null)
        {
            output.Raw(",\"description\":"u8);
            output.String(tool.Description);
        }

        if (tool is { Syntax: not null, Grammar: not null })
        {
            output.Raw(",\"format\":{\"type\":\"grammar\",\"grammar\":{\"syntax\":"u8);
            output.String(tool.Syntax);
            output.Raw(",\"definition\":"u8);
            output.String(tool.Grammar);
            output.Raw("}}"u8);
        }

        output.Raw("}}"u8);
    }
}
