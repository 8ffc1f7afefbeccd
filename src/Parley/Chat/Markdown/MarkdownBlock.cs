namespace Parley.Chat.Markdown;

/// <summary>A finished piece of a text as HTML: one or a few blocks that no later text changes. The piece of a number is the same however the text arrived.</summary>
/// <param name="Index">0, 1, 2 in the order of the text.</param>
/// <param name="Html">Safe to show; empty where the text says nothing, as a link's definition.</param>
internal readonly record struct MarkdownBlock(int Index, string Html);
