namespace Parley.Chat.Live;

/// <summary>Text of the reasoning, from an offset on.</summary>
internal sealed record ReasoningTail(int Offset, string Text);
