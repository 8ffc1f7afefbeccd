using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Writes tools and the choice among them. JSON Schemas go as they are: <c>parametersJsonSchema</c> takes what the older
/// <c>parameters</c>, a subset of OpenAPI, does not.</summary>
internal sealed class ToolWriter(Prompt prompt, DroppedNames dropped, IBufferWriter<byte> output)
{
    public void Write()
    {
        if (prompt.Tools.Count == 0)
        {
            // the vendor refuses a choice without tools
            if (prompt.ToolChoice is { Mode: ToolChoiceMode.Required or ToolChoiceMode.Named }) dropped.Add(nameof(Prompt.ToolChoice), "tool_choice");
            return;
        }

        output.Raw(",\"tools\":[{\"functionDeclarations\":["u8);
        for (var i = 0; i < prompt.Tools.Count; i++)
        {
            if (i > 0) output.Raw(","u8);
            WriteTool(prompt.Tools[i]);
        }

        output.Raw("]}]"u8);
        if (prompt.ToolChoice is not null) WriteChoice(prompt.ToolChoice);
        // Nothing here forbids several calls at once. Who calls functions in chat's first form is not asked, and gets the first one.
        if (prompt is { ParallelToolCalls: false, LegacyTools: false }) dropped.Add(nameof(Prompt.ParallelToolCalls), "parallel_tool_calls");
    }

    private void WriteTool(ToolDefinition tool)
    {
        output.Raw("{\"name\":"u8);
        output.String(tool.Name);
        output.Raw(",\"description\":"u8); // required
        output.String(tool.Description ?? "");
        if (tool.Schema.ValueKind == JsonValueKind.Object && tool.Schema.EnumerateObject().Any())
        {
            output.Raw(",\"parametersJsonSchema\":"u8);
            output.Element(tool.Schema);
        }

        output.Raw("}"u8);
        if (tool.Strict == true) dropped.Add("tools.strict");
        if (tool.CacheControl.ValueKind != JsonValueKind.Undefined) dropped.Add("cache_control");
    }

    private void WriteChoice(ToolChoice choice)
    {
        output.Raw(",\"toolConfig\":{\"functionCallingConfig\":{\"mode\":"u8);
        output.Raw(choice.Mode switch
        {
            ToolChoiceMode.Auto => "\"AUTO\""u8,
            ToolChoiceMode.None => "\"NONE\""u8,
            _ => "\"ANY\""u8,
        });
        if (choice.Mode == ToolChoiceMode.Named)
        {
            output.Raw(",\"allowedFunctionNames\":["u8);
            output.String(choice.Name ?? "");
            output.Raw("]"u8);
        }

        output.Raw("}}"u8);
    }
}
