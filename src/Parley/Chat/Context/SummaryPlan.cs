namespace Parley.Chat.Context;

/// <summary>Which messages are to be summarised next. Pure.</summary>
/// <param name="From">Index of the first.</param>
/// <param name="Count">How many; 0 for none.</param>
internal readonly record struct SummaryPlan(int From, int Count)
{
    /// <summary>When the conversation takes more than this share of what the model is given, its older part is summarised.</summary>
    public const double Full = 0.7;

    /// <summary>And then so much of it stays as it is: what follows has room for many turns.</summary>
    public const double Kept = 0.35;

    /// <summary>Decides.</summary>
    /// <param name="messages">The branch, oldest first, its newest answer included.</param>
    /// <param name="summarised">How many of them the newest summary covers; 0 without one.</param>
    /// <param name="summaryTokens">What that summary takes.</param>
    /// <param name="budget">Most tokens of the conversation that a model is given, and that are summarised at once.</param>
    public static SummaryPlan Make(IReadOnlyList<MessageSize> messages, int summarised, long summaryTokens, long budget)
    {
        var since = summaryTokens + messages.Skip(summarised).Sum(m => m.Tokens);
        if (since <= budget * Full) return default;
        // The newest that stay begin with a question, and the last exchange stays whatever it takes.
        var keep = (long)(budget * Kept);
        var end = messages.Count;
        while (end > summarised && messages[end - 1].Tokens <= keep) keep -= messages[--end].Tokens;
        while (end < messages.Count && !messages[end].IsQuestion) end++;
        var last = messages.Count - 1;
        while (last > 0 && !messages[last].IsQuestion) last--;
        end = Math.Min(end, last);
        // No more than the summariser itself can read.
        var room = (long)(budget * Full) - summaryTokens;
        var to = summarised;
        while (to < end && (to == summarised || messages[to].Tokens <= room)) room -= messages[to++].Tokens;
        return new SummaryPlan(summarised, to - summarised);
    }
}
