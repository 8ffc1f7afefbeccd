namespace Parley.Billing.Pages.Requests;

/// <summary>A request in a list: who made it, with which key, what for, which model was asked for and what the provider calls the one that it was, how it ended. The first token's time is microseconds.</summary>
public sealed record RequestItem(
    string RequestId, DateTimeOffset At, string? Person, string? Key, string? Tags, string Asked, string? Served, string? Provider, string Outcome, long Input, long Output, long? FirstToken)
{
    /// <summary>With which of the person's keys, and what for.</summary>
    internal string Notes => string.Join(" · ", new[] { Person is null ? null : Key, Tags?.Replace(",", ", ", StringComparison.Ordinal) }.OfType<string>());
}
