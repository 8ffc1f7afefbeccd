namespace Parley.Simulator.Frames;

/// <summary>What a caller may choose about a stream, as far as it changes the frames.</summary>
/// <param name="Usage">A chunk with the usage at the end (chat).</param>
/// <param name="Obfuscation">Random characters that hide a delta's length (responses); the vendor's default.</param>
internal readonly record struct StreamForm(bool Usage, bool Obfuscation);
