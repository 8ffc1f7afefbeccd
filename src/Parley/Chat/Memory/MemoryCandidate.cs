namespace Parley.Chat.Memory;

/// <summary>A memory among which is chosen.</summary>
/// <param name="Tokens">What it takes in a prompt.</param>
internal readonly record struct MemoryCandidate(Guid Id, string Text, DateTimeOffset At, long Tokens);
