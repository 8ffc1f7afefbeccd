using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Writes tools and the choice among them.</summary>
internal sealed class ToolWriter(Prompt prompt, ModelTraits model, DroppedNames dropped, IBufferWriter<byte> output)
{
    public void Write()
    {
        if (prompt.Tools.Count == 0)
        {
            // the vendor refuses a choice without tools
            if (prompt.ToolChoice is { Mode: ToolChoiceMode.Required or ToolChoiceMode.Named }) dropped.Add(nameof(Prompt.ToolChoice), "tool_choice");
            return;
        }

        output.Raw(",\"tools\":["u8);
        for (var i = 0; i < prompt.Tools.Count; i++)
        {
            if (i > 0) output.Raw(","u8);
            WriteTool(prompt.Tools[i]);
        }

        output.Raw("]"u8);
        WriteChoice();
    }

    private void WriteTool(ToolDefinition tool)
    {
        output.Raw("{\"name\":"u8);
        output.String(tool.Name);
        if (!string.IsNullOrEmpty(tool.Description))
        {
            output.Raw(",\"description\":"u8);
            output.String(tool.Description);
        }

        output.Raw(",\"input_schema\":"u8);
        if (IsStrict(tool))
        {
            new StrictSchema("tools.function.parameters", dropped, output).Write(tool.Schema);
            output.Raw(",\"strict\":true"u8);
        }
        else
        {
            WriteInput(tool.Schema);
            if (tool.Strict == true) dropped.Add("tools.strict");
        }

        CacheMark.Write(tool.CacheControl, output);
        output.Raw("}"u8);
    }

    /// <summary>The vendor holds arguments only to objects, as all arguments are: a schema must say that it is one.</summary>
    private bool IsStrict(ToolDefinition tool) =>
        tool.Strict == true && model.IsStructured && StrictRules.CanHold(tool.Schema) && SchemaMembers.IsOfObjects(tool.Schema);

    /// <summary>A schema that arguments are not held to goes as it is, but must be of type <c>object</c>.</summary>
    private void WriteInput(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.EnumerateObject().Any())
        {
            output.Raw("{\"type\":\"object\",\"properties\":{}}"u8);
        }
        else if (schema.TryGetProperty("type", out _))
        {
            output.Element(schema);
        }
        else
        {
            output.Raw("{\"type\":\"object\","u8);
            output.Raw(JsonMarshal.GetRawUtf8Value(schema)[1..]);
        }
    }

    private void WriteChoice()
    {
        var single = prompt.ParallelToolCalls == false;
        if (prompt.ToolChoice is null && !single) return;
        var choice = prompt.ToolChoice ?? new ToolChoice(ToolChoiceMode.Auto);
        output.Raw(",\"tool_choice\":{\"type\":"u8);
        switch (choice.Mode)
        {
            case ToolChoiceMode.None:
                output.Raw("\"none\"}"u8);
                return;
            case ToolChoiceMode.Required:
                output.Raw("\"any\""u8);
                break;
            case ToolChoiceMode.Named:
                output.Raw("\"tool\",\"name\":"u8);
                output.String(choice.Name ?? "");
                break;
            default:
                output.Raw("\"auto\""u8);
                break;
        }

        if (single) output.Raw(",\"disable_parallel_tool_use\":true"u8);
        output.Raw("}"u8);
    }
}
