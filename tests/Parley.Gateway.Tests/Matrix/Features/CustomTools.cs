using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>A tool of OpenAI's whose input is free text, an earlier call with its result, and a call. Elsewhere, and at compatible servers, it is a function with one argument.</summary>
internal sealed class CustomTools() : Feature("Custom tools")
{
    private const string Patch = "*** Begin \"Patch\"\n\\żółw\n*** End Patch";

    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """
            "tools":[{"type":"custom","custom":{"name":"apply_patch","description":"Edits files.","format":{"type":"grammar","grammar":{"syntax":"lark","definition":"start: begin end"}}}}],
            "tool_choice":{"type":"custom","custom":{"name":"apply_patch"}},
            "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"custom","custom":{"name":"apply_patch","input":"*** Add File"}}]},{"role":"tool","tool_call_id":"call_1","content":"done"}]
            """,
        WireFormat.Messages => null,
        _ => """
            "tools":[{"type":"custom","name":"apply_patch","description":"Edits files.","format":{"type":"grammar","syntax":"lark","definition":"start: begin end"}}],
            "tool_choice":{"type":"custom","name":"apply_patch"},
            "input":[{"role":"user","content":"Hi"},{"type":"custom_tool_call","call_id":"call_1","name":"apply_patch","input":"*** Add File"},{"type":"custom_tool_call_output","call_id":"call_1","output":"done"}]
            """,
    };

    public override string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("text", "I edit it."), new("custom", Patch, "call_9", "apply_patch")]));

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "tools.*.custom.name = apply_patch | tools.*.function.name = apply_patch & tools.*.function.parameters.required.* = input",
            Messages = "tools.*.name = apply_patch & tools.*.input_schema.required.* = input",
            Responses = "tools.*.type = custom & tools.*.name = apply_patch | tools.*.name = apply_patch & tools.*.parameters.required.* = input",
            Gemini = "tools.*.functionDeclarations.*.name = apply_patch & tools.*.functionDeclarations.*.parametersJsonSchema.required.* = input",
        },
        new("")
        {
            Chat = "tools.*.custom.format.grammar.definition = start: begin end | tools.*.function.description ~ start: begin end",
            Messages = "tools.*.description ~ start: begin end",
            Responses = "tools.*.format.definition = start: begin end | tools.*.description ~ start: begin end",
            Gemini = "tools.*.functionDeclarations.*.description ~ start: begin end",
        },
        new("")
        {
            Chat = "tool_choice.custom.name = apply_patch | tool_choice.function.name = apply_patch",
            Messages = "tool_choice.type = tool & tool_choice.name = apply_patch",
            Responses = "tool_choice.name = apply_patch",
            Gemini = "toolConfig.functionCallingConfig.allowedFunctionNames.* = apply_patch",
        },
        new("")
        {
            Chat = "messages.*.tool_calls.*.custom.input = *** Add File | messages.*.tool_calls.*.function.arguments = {\"input\":\"*** Add File\"}",
            Messages = "messages.*.content.*.id = call_1 & messages.*.content.*.input.input = *** Add File",
            Responses = "input.*.call_id = call_1 & input.*.input = *** Add File | input.*.call_id = call_1 & input.*.arguments = {\"input\":\"*** Add File\"}",
            Gemini = "contents.*.parts.*.functionCall.id = call_1 & contents.*.parts.*.functionCall.args.input = *** Add File",
        },
        new("")
        {
            Chat = "messages.*.tool_call_id = call_1 & messages.*.content = done",
            Messages = "messages.*.content.*.tool_use_id = call_1 & messages.*.content.*.content = done",
            Responses = "input.*.call_id = call_1 & input.*.output = done",
            Gemini = "contents.*.parts.*.functionResponse.id = call_1 & contents.*.parts.*.functionResponse.response.output = done | contents.*.parts.*.functionResponse.response.result = done",
        },
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = $"choices.*.message.tool_calls.*.id = call_9 & choices.*.message.tool_calls.*.type = custom & choices.*.message.tool_calls.*.custom.input = {Patch} & choices.*.finish_reason = tool_calls",
            Messages = $"content.*.id = call_9 & content.*.input.input = {Patch} & stop_reason = tool_use",
            Responses = $"output.*.call_id = call_9 & output.*.type = custom_tool_call & output.*.input = {Patch}",
            Gemini = $"candidates.*.content.parts.*.functionCall.id = call_9 & candidates.*.content.parts.*.functionCall.args.input = {Patch}",
        },
    ];
}
