namespace Parley.Chat.Context;

/// <summary>How many tokens of a conversation a model is given. Pure.</summary>
/// <param name="History">Most tokens of the conversation, its summary and the newest message included.</param>
/// <param name="Memories">Most tokens of memories.</param>
internal readonly record struct ContextBudget(long History, int Memories)
{
    /// <summary>What a model is taken to hold when nobody knows.</summary>
    public const long UnknownWindow = 100_000;

    private const int UsualAnswer = 8_192, MostMemories = 2_000;

    /// <summary>Counts are estimates: this share of the window stays free for what they miss.</summary>
    private const double Margin = 0.08;

    /// <summary>Decides.</summary>
    /// <param name="window">Tokens that the model holds, prompt and answer together; null when unknown.</param>
    /// <param name="answer">Most tokens of the answer that were asked for; null for the usual.</param>
    /// <param name="system">Tokens that the system prompt takes.</param>
    public static ContextBudget Of(long? window, long? answer, long system)
    {
        var whole = window is > 0 and var known ? known : UnknownWindow;
        // An answer as long as the window would leave nothing to answer to.
        var reserve = Math.Min(answer ?? UsualAnswer, whole / 4);
        var memories = (int)Math.Min(MostMemories, whole / 16);
        var history = (long)(whole * (1 - Margin)) - reserve - system - memories;
        return new ContextBudget(Math.Max(history, 0), memories);
    }
}
