namespace Parley.Gateway.Messages;

/// <summary>How much to reason: an effort in words, a budget in tokens, or only on and off.</summary>
/// <param name="Enabled">False: do not reason.</param>
/// <param name="Effort"><c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c>, <c>xhigh</c>, <c>max</c> or a vendor's newer word; null when only a budget was given.</param>
/// <param name="BudgetTokens">Most tokens for reasoning; null when only an effort was given.</param>
public sealed record Reasoning(bool Enabled, string? Effort, long? BudgetTokens);
