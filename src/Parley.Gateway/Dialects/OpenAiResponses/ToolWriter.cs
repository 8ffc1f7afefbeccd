using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Writes tools and how to choose among them.</summary>
internal sealed class ToolWriter(Prompt prompt, Vendor vendor, DroppedNames dropped, IBufferWriter<byte> output) : OpenAiToolWriter(prompt, vendor, dropped, output)
{
    protected override bool TakesSearch => true;

    /// <summary>This format is strict about arguments unless it is told not to be, all others only if they are told to be.</summary>
    protected override void WriteFunction(ToolDefinition tool)
    {
        Output.Raw("{\"type\":\"function\",\"name\":"u8);
        WriteHead(tool.Name, tool.Description);
        Output.Raw(",\"parameters\":"u8);
        if (tool.Schema.ValueKind == JsonValueKind.Undefined || !tool.Schema.EnumerateObject().Any()) Output.Raw("{\"type\":\"object\",\"properties\":{}}"u8);
        else Output.Element(tool.Schema);
        Output.Raw(",\"strict\":"u8);
        Output.Flag(StrictOf(tool) ?? false);
        Output.Raw("}"u8);
    }

    protected override void WriteCustom(string name, CustomTool tool)
    {
        Output.Raw("{\"type\":\"custom\",\"name\":"u8);
        WriteHead(name, tool.Description);
        if (tool is { Syntax: not null, Grammar: not null })
        {
            Output.Raw(",\"format\":{\"type\":\"grammar\",\"syntax\":"u8);
            Output.String(tool.Syntax);
            Output.Raw(",\"definition\":"u8);
            Output.String(tool.Grammar);
            Output.Raw("}"u8);
        }

        Output.Raw("}"u8);
    }

    protected override void WriteChosen(string name, bool isCustom)
    {
        Output.Raw(isCustom ? "{\"type\":\"custom\",\"name\":"u8 : "{\"type\":\"function\",\"name\":"u8);
        Output.String(name);
        Output.Raw("}"u8);
    }
}
