using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Writes tools and how to choose among them.</summary>
internal static class ToolWriter
{
    /// <summary>Writes <c>tools</c>, unless there are none.</summary>
    public static void WriteTools(List<ToolDefinition> tools, IBufferWriter<byte> output, DroppedNames dropped)
    {
        for (var i = 0; i < tools.Count; i++)
        {
            output.Raw(i == 0 ? ",\"tools\":["u8 : ","u8);
            WriteTool(tools[i], output);
            if (tools[i].CacheControl.ValueKind != JsonValueKind.Undefined) dropped.Add("cache_control");
        }

        if (tools.Count > 0) output.Raw("]"u8);
    }

    /// <summary>Writes <c>tool_choice</c>.</summary>
    public static void WriteChoice(ToolChoice choice, IBufferWriter<byte> output)
    {
        output.Raw(",\"tool_choice\":"u8);
        switch (choice.Mode)
        {
            case ToolChoiceMode.Auto: output.Raw("\"auto\""u8); break;
            case ToolChoiceMode.None: output.Raw("\"none\""u8); break;
            case ToolChoiceMode.Required: output.Raw("\"required\""u8); break;
            default:
                output.Raw("{\"type\":\"function\",\"function\":{\"name\":"u8);
                output.String(choice.Name ?? "");
                output.Raw("}}"u8);
                break;
        }
    }

    private static void WriteTool(ToolDefinition tool, IBufferWriter<byte> output)
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
}
