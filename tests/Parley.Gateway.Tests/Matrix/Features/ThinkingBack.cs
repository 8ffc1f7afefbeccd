using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Reasoning of an earlier turn, sent back.</summary>
internal sealed class ThinkingBack() : Feature("Earlier thinking")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "messages":[{"role":"user","content":"Hi"},{"role":"assistant","reasoning_content":"Two and two.","content":"Four."},{"role":"user","content":"Sure?"}] """,
        WireFormat.Messages => """ "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"thinking","thinking":"Two and two.","signature":"c2ln"},{"type":"text","text":"Four."}]},{"role":"user","content":"Sure?"}] """,
        _ => """ "input":[{"role":"user","content":"Hi"},{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"Two and two."}],"encrypted_content":"ZW5j"},{"role":"assistant","content":"Four."},{"role":"user","content":"Sure?"}] """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("Reasoning of earlier turns is not sent to another vendor.")
        {
            Chat = "messages.*.reasoning_content = Two and two.",
            Messages = "messages.*.content.*.thinking = Two and two.",
            Responses = "input.*.type = reasoning & input.*.summary.*.text = Two and two.",
            IsBound = true,
        },
        new("Reasoning of earlier turns is not sent to another vendor.")
        {
            Responses = "input.*.type = reasoning & input.*.encrypted_content",
            IsBound = true,
        },
        new("")
        {
            Chat = "messages.*.content = Four.",
            Messages = "messages.*.content.*.text = Four.",
            Responses = "input.*.content = Four. | input.*.content.*.text = Four.",
            Gemini = "contents.*.parts.*.text = Four.",
        },
    ];
}
