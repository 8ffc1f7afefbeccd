using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>A question and its answer.</summary>
internal sealed class Text() : Feature("Text")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "messages":[{"role":"user","content":"Good morning"}] """,
        WireFormat.Messages => """ "messages":[{"role":"user","content":"Good morning"}] """,
        _ => """ "input":[{"role":"user","content":"Good morning"}] """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "messages.*.content = Good morning",
            Messages = "messages.*.content = Good morning | messages.*.content.*.text = Good morning",
            Responses = "input.*.content = Good morning | input.*.content.*.text = Good morning",
            Gemini = "contents.*.parts.*.text = Good morning",
        },
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "choices.*.message.content = Hello there, world.",
            Messages = "content.*.text = Hello there, world.",
            Responses = "output.*.content.*.text = Hello there, world.",
            Gemini = "candidates.*.content.parts.*.text = Hello there, world.",
        },
        new("")
        {
            Chat = "choices.*.finish_reason = stop",
            Messages = "stop_reason = end_turn",
            Responses = "status = completed",
            Gemini = "candidates.*.finishReason = STOP",
        },
    ];
}
