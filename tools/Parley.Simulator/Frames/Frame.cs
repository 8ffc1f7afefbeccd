namespace Parley.Simulator.Frames;

/// <summary>One SSE event as bytes, rendered once.</summary>
/// <param name="Bytes">The event with its empty line.</param>
/// <param name="IsContent">Counts as a content chunk: paced, and a place where a fault can happen.</param>
/// <param name="StampAt">Where 16 hex digits of time are to be written when it leaves; -1 for none.</param>
internal readonly record struct Frame(ReadOnlyMemory<byte> Bytes, bool IsContent = false, int StampAt = -1);
