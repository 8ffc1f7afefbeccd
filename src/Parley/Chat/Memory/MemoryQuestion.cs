using Parley.Gateway.Ports;

namespace Parley.Chat.Memory;

/// <summary>For what memories are looked for.</summary>
/// <param name="Caller">Who asks, and who is metered.</param>
/// <param name="Said">What was said.</param>
/// <param name="Tokens">Most tokens that memories may take.</param>
internal sealed record MemoryQuestion(Caller Caller, string Said, int Tokens);
