using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>A part of the answer's content.</summary>
/// <param name="Kind">Text, reasoning, a call of one of the caller's tools, a picture, or something that only the vendor understands.</param>
internal readonly record struct ChunkPart(BlockKind Kind)
{
    /// <summary>Text or reasoning, or the base64 of a picture.</summary>
    public JsonText Text { get; init; }

    /// <summary>The thought signature on the part.</summary>
    public JsonText Signature { get; init; }

    /// <summary>A call's id; empty when the vendor gives none.</summary>
    public JsonText Id { get; init; }

    /// <summary>The called tool, or the media type of a picture.</summary>
    public JsonText Name { get; init; }

    /// <summary>A call's arguments, an object; or the whole part where only the vendor understands it.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Values of a call's arguments, an array, where the vendor streams them.</summary>
    public ReadOnlyMemory<byte> PartialArguments { get; init; }

    /// <summary>More parts of the same call follow, which do not name it again.</summary>
    public bool Continues { get; init; }
}
