using System.Buffers;
using System.Security.Cryptography;

namespace Parley.Identity.Keys;

/// <summary>
/// The text of an API key: <c>ply_&lt;id&gt;_&lt;secret&gt;&lt;checksum&gt;</c>, all in base 62. The checksum (CRC-32 of all that
/// stands before it) tells a mistyped or cut key from a wrong one without any look-up, and lets scanners of leaked
/// secrets recognise ours. The secret holds 256 bits.
/// </summary>
internal static class KeyFormat
{
    public const string Prefix = "ply_";
    public const int IdLength = 8;
    public const int Length = 62;
    private const int SecretLength = 43;
    private const int ChecksumLength = 6;
    private const int SecretStart = 4 + IdLength + 1;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static readonly SearchValues<char> Base62 = SearchValues.Create(Alphabet);

    /// <summary>A new key.</summary>
    public static string Create() => string.Create(Length, 0, static (text, _) =>
    {
        Prefix.CopyTo(text);
        RandomNumberGenerator.GetItems<char>(Alphabet, text.Slice(4, IdLength));
        text[4 + IdLength] = '_';
        RandomNumberGenerator.GetItems<char>(Alphabet, text.Slice(SecretStart, SecretLength));
        WriteChecksum(text[..^ChecksumLength], text[^ChecksumLength..]);
    });

    /// <summary>Whether the text is whole: the right shape and the right checksum. Gives the public id.</summary>
    public static bool TryReadId(ReadOnlySpan<char> text, out ReadOnlySpan<char> id)
    {
        id = default;
        if (text.Length != Length || !text.StartsWith(Prefix) || text[4 + IdLength] != '_') return false;
        var publicId = text.Slice(4, IdLength);
        if (publicId.ContainsAnyExcept(Base62) || text[SecretStart..].ContainsAnyExcept(Base62)) return false;
        Span<char> checksum = stackalloc char[ChecksumLength];
        WriteChecksum(text[..^ChecksumLength], checksum);
        if (!text[^ChecksumLength..].SequenceEqual(checksum)) return false;
        id = publicId;
        return true;
    }

    /// <summary>What may be shown: the part up to the secret.</summary>
    public static string Shown(string id) => Prefix + id;

    private static void WriteChecksum(ReadOnlySpan<char> text, Span<char> checksum)
    {
        var sum = Crc32.Of(text);
        for (var i = ChecksumLength - 1; i >= 0; i--, sum /= 62) checksum[i] = Alphabet[(int)(sum % 62)];
    }
}
