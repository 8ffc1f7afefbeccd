namespace Parley.Chat.Context;

/// <summary>
/// Which messages of a branch a model is given: the newest, each whole, as many as fit; for the older ones their summary, where there is one. Pure. Whoever made the summary left room
/// for more, so that the beginning of the prompt stays the same for many turns, and vendors' caches know it.
/// </summary>
/// <param name="First">Index of the first message that is given.</param>
/// <param name="UsesSummary">The summary stands before it.</param>
/// <param name="LeftOut">Messages that are neither given nor in the summary.</param>
internal readonly record struct ContextPlan(int First, bool UsesSummary, int LeftOut)
{
    /// <summary>Decides; null when not even the newest message fits.</summary>
    /// <param name="messages">The branch, oldest first; the last is the one to be answered.</param>
    /// <param name="summarised">How many of them the summary covers; 0 without one.</param>
    /// <param name="summaryTokens">What the summary takes.</param>
    /// <param name="budget">Most tokens.</param>
    public static ContextPlan? Make(IReadOnlyList<MessageSize> messages, int summarised, long summaryTokens, long budget)
    {
        if (messages.Count == 0) return new ContextPlan(0, false, 0);
        var whole = FirstThatFits(messages, 0, budget);
        if (whole == 0) return new ContextPlan(0, false, 0);
        if (whole == messages.Count) return null;
        // A summary that leaves no room for what was said since is no use.
        var behind = summarised > 0 && summaryTokens < budget ? FirstThatFits(messages, summarised, budget - summaryTokens) : messages.Count;
        if (behind == messages.Count) return FromQuestion(messages, whole, 0, false);
        return behind == summarised ? new ContextPlan(summarised, true, 0) : FromQuestion(messages, behind, summarised, true);
    }

    /// <summary>What a model is given begins with what a person said: an answer without its question means nothing.</summary>
    private static ContextPlan FromQuestion(IReadOnlyList<MessageSize> messages, int first, int summarised, bool usesSummary)
    {
        while (first < messages.Count - 1 && !messages[first].IsQuestion) first++;
        return new ContextPlan(first, usesSummary, first - summarised);
    }

    /// <summary>The first of the newest messages that fit together, none before <paramref name="least"/>; their count when none does.</summary>
    private static int FirstThatFits(IReadOnlyList<MessageSize> messages, int least, long budget)
    {
        var first = messages.Count;
        while (first > least && messages[first - 1].Tokens <= budget) budget -= messages[--first].Tokens;
        return first;
    }
}
