using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Parley.Billing.Metering.Journal;

/// <summary>JSON (RFC 8259) into one buffer that grows and is used again: names and punctuation as literals, texts, numbers, base 64.</summary>
internal sealed class JournalWriter
{
    private const int LongestNumber = 20;

    // What JSON wants escaped. No text may hold a byte below 32: the journal's files tell records from headers by that.
    private static readonly SearchValues<char> MustEscape = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    private byte[] _bytes = new byte[64 * 1024];
    private int _count;

    /// <summary>All that was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _count);

    public void Clear() => _count = 0;

    public void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _count += bytes.Length;
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(LongestNumber), out var written);
        _count += written;
    }

    /// <summary>A string with its quotes, of no more than <paramref name="most"/> UTF-16 units. Half a surrogate pair becomes the replacement character, and so
    /// does the character 0, which PostgreSQL's text cannot hold.</summary>
    public void Text(string value, int most)
    {
        var text = value.AsSpan(0, Math.Min(value.Length, most));
        Raw("\""u8);
        while (!text.IsEmpty)
        {
            var run = text.IndexOfAny(MustEscape);
            if (run < 0) run = text.Length;
            _count += Encoding.UTF8.GetBytes(text[..run], Room(3 * run));
            if (run == text.Length) break;
            Escape(text[run]);
            text = text[(run + 1)..];
        }

        Raw("\""u8);
    }

    /// <summary>Bytes as base 64, with quotes.</summary>
    public void Base64(ReadOnlySpan<byte> bytes)
    {
        Raw("\""u8);
        System.Buffers.Text.Base64.EncodeToUtf8(bytes, Room(System.Buffers.Text.Base64.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        _count += written;
        Raw("\""u8);
    }

    private void Escape(char c)
    {
        if (c == '\0')
        {
            Raw("\uFFFD"u8);
            return;
        }

        if (c is '"' or '\\')
        {
            Raw([(byte)'\\', (byte)c]);
            return;
        }

        Raw("\\u00"u8);
        Raw([(byte)(c < 0x10 ? '0' : '1'), "0123456789abcdef"u8[c & 15]]);
    }

    private Span<byte> Room(int bytes)
    {
        if (_bytes.Length - _count < bytes) Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _count + bytes));
        return _bytes.AsSpan(_count);
    }
}
