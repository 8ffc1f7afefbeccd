using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Recognises that a prompt, with the answer that is asked for, does not fit a model's context: agents shorten the conversation on that, and
/// each vendor says it in words of its own.</summary>
internal static class ContextLength
{
    /// <summary>OpenAI's code for it.</summary>
    public const string Code = "context_length_exceeded";

    // What vendors and compatible servers say.
    private static readonly string[] Words =
    [
        "context length", "context_length", "context window", "maximum context", "available context size", "prompt is too long", "input is too long",
        "input length and `max_tokens` exceed", "input token count", "exceeds the maximum number of tokens", "too many tokens",
    ];

    /// <summary>Whether a refusal is for that reason. Limits of rate speak of tokens, too, but not of a request that can be mended.</summary>
    public static bool IsExceeded(FaultKind kind, string? code, string message)
    {
        if (kind is not (FaultKind.InvalidRequest or FaultKind.TooLarge)) return false;
        if (code == Code) return true;
        foreach (var words in Words)
            if (message.Contains(words, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
