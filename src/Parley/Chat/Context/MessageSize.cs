namespace Parley.Chat.Context;

/// <summary>What counts of a message when the context is planned.</summary>
/// <param name="Tokens">Its size.</param>
/// <param name="IsQuestion">A person said it.</param>
internal readonly record struct MessageSize(long Tokens, bool IsQuestion);
