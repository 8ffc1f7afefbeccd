namespace Parley.Gateway.Messages;

/// <summary>What an answer's bytes are.</summary>
/// <param name="ContentType">For the header of that name: one that Parley lets through.</param>
/// <param name="Length">Length of the whole answer, where the upstream announced it; null otherwise.</param>
public sealed record MediaHead(string ContentType, long? Length = null);
