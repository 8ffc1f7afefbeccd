namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Stands where only the vendor's own seal could: in the signature of a thought that another vendor's model had, in the index
/// of a source that it cited. Clients send both back with the conversation, and vendors refuse what they did not seal; by this word it is known, and left out.</summary>
internal static class OwnMark
{
    /// <summary>The word, which needs no escapes in JSON.</summary>
    public static ReadOnlySpan<byte> Text => "made-by-parley"u8;
}
