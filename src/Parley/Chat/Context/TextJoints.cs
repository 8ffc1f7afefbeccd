using Parley.Gateway.Messages;

namespace Parley.Chat.Context;

/// <summary>Decodes an answer's pieces of text. A vendor may cut a character in two (half a surrogate pair at the end of a piece): the half waits for the rest.</summary>
internal sealed class TextJoints
{
    private const int EscapeLength = 6; // \uD83D

    private readonly Dictionary<int, byte[]> _halves = [];

    /// <summary>The text of a piece of a block, behind what waited for it.</summary>
    public string Join(int block, JsonText piece)
    {
        var bytes = piece.Escaped;
        if (_halves.Remove(block, out var half)) bytes = (byte[])[.. half, .. bytes.Span];
        if (EndsInHalf(bytes.Span))
        {
            _halves[block] = bytes[^EscapeLength..].ToArray();
            bytes = bytes[..^EscapeLength];
        }

        return JsonText.FromEscaped(bytes).ToString();
    }

    /// <summary>What is left when a block ends: nothing, or a half that nobody completed.</summary>
    public string End(int block) => _halves.Remove(block, out var half) ? JsonText.FromEscaped(half).ToString() : "";

    private static bool EndsInHalf(ReadOnlySpan<byte> text)
    {
        if (text.Length < EscapeLength) return false;
        var end = text[^EscapeLength..];
        if (end[0] != (byte)'\\' || end[1] != (byte)'u' || (end[2] | 0x20) != (byte)'d' || !IsHighSurrogate(end[3])) return false;
        // The backslash begins an escape only when those before it come in pairs.
        var before = 0;
        while (before < text.Length - EscapeLength && text[text.Length - EscapeLength - 1 - before] == (byte)'\\') before++;
        return before % 2 == 0;
    }

    private static bool IsHighSurrogate(byte digit) => digit is (byte)'8' or (byte)'9' or (byte)'a' or (byte)'b' or (byte)'A' or (byte)'B';
}
