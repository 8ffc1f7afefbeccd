using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>How much to reason.</summary>
internal sealed class ReasoningEffort() : Feature("Reasoning effort")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "reasoning_effort":"low" """,
        WireFormat.Messages => """ "thinking":{"type":"enabled","budget_tokens":2000} """,
        _ => """ "reasoning":{"effort":"low"} """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "reasoning_effort = low",
            Messages = "thinking.type = enabled & thinking.budget_tokens",
            Responses = "reasoning.effort = low",
            Gemini = "generationConfig.thinkingConfig.thinkingLevel = low",
        },
    ];
}
