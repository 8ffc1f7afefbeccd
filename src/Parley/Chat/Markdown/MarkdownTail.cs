namespace Parley.Chat.Markdown;

/// <summary>What is not finished yet, as it may be shown meanwhile.</summary>
/// <param name="Html">The open end of the text, virtually closed; safe to show.</param>
/// <param name="Rest">Plain text that came since <paramref name="Html"/> was made: a long open end is rendered ever less often. To be shown behind it, as text.</param>
internal readonly record struct MarkdownTail(string Html, string Rest);
