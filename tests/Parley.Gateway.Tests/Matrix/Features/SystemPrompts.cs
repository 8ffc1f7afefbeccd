using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Words of the system.</summary>
internal sealed class SystemPrompts() : Feature("System prompts")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hi"}] """,
        WireFormat.Messages => """ "system":"Be brief." """,
        _ => """ "instructions":"Be brief." """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "messages.*.role = system & messages.*.content = Be brief.",
            Messages = "system = Be brief. | system.*.text = Be brief.",
            Responses = "instructions = Be brief.",
            Gemini = "systemInstruction.parts.*.text = Be brief.",
        },
    ];
}
