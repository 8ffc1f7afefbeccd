using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>
/// A reasoning budget in OpenAI's words. Google documents for its OpenAI-compatible door what the words are worth: low 1,024 tokens,
/// medium 8,192, high 24,576. A budget takes the word that is nearest by ratio: up to 2,896 low, up to 14,188 medium, else high.
/// </summary>
internal static class Effort
{
    /// <summary>The word; null when the caller only switched reasoning on or off, for which OpenAI has no word.</summary>
    public static string? Of(Reasoning reasoning) => reasoning switch
    {
        { Effort: "max" } => "high", // Anthropic's highest; OpenAI's own "xhigh" is not known to every model
        { Effort: { } effort } => effort,
        { Enabled: false } or { BudgetTokens: null } => null,
        { BudgetTokens: <= 2_896 } => "low",
        { BudgetTokens: <= 14_188 } => "medium",
        _ => "high",
    };
}
