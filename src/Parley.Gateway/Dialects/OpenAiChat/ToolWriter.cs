using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Writes tools and how to choose among them.</summary>
internal sealed class ToolWriter(Prompt prompt, Vendor vendor, DroppedNames dropped, IBufferWriter<byte> output) : OpenAiToolWriter(prompt, vendor, dropped, output)
{
    protected override void WriteFunction(ToolDefinition tool)
    {
        Output.Raw("{\"type\":\"function\",\"function\":{\"name\":"u8);
        WriteHead(tool.Name, tool.Description);
        if (tool.Schema.ValueKind != JsonValueKind.Undefined)
        {
            Output.Raw(",\"parameters\":"u8);
            Output.Element(tool.Schema);
        }

        if (StrictOf(tool) is { } strict)
        {
            Output.Raw(",\"strict\":"u8);
            Output.Flag(strict);
        }

        Output.Raw("}}"u8);
    }

    protected override void WriteCustom(string name, CustomTool tool)
    {
        Output.Raw("{\"type\":\"custom\",\"custom\":{\"name\":"u8);
        WriteHead(name, tool.Description);
        if (tool is { Syntax: not null, Grammar: not null })
        {
            Output.Raw(",\"format\":{\"type\":\"grammar\",\"grammar\":{\"syntax\":"u8);
            Output.String(tool.Syntax);
            Output.Raw(",\"definition\":"u8);
            Output.String(tool.Grammar);
            Output.Raw("}}"u8);
        }

        Output.Raw("}}"u8);
    }

    protected override void WriteChosen(string name, bool isCustom)
    {
        Output.Raw(isCustom ? "{\"type\":\"custom\",\"custom\":{\"name\":"u8 : "{\"type\":\"function\",\"function\":{\"name\":"u8);
        Output.String(name);
        Output.Raw("}}"u8);
    }
}
