using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// The line with which Claude Code begins its system prompt to tell Anthropic's bookkeeping which of its versions and doors asked
/// (github.com/anthropics/claude-code/issues/68900). It differs from request to request and says nothing to a model: at other vendors, which
/// cache prompts from their beginning, nothing behind it would ever be found again.
/// </summary>
internal static class Attribution
{
    private const string Head = "x-anthropic-billing-header:";

    /// <summary>A text of the system prompt without that line, which is named as dropped.</summary>
    public static string Without(string text, Prompt prompt)
    {
        if (!text.StartsWith(Head, StringComparison.Ordinal)) return text;
        prompt.Unshare("system.x-anthropic-billing-header");
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? "" : text[end..].TrimStart('\r', '\n');
    }
}
