using System.Buffers;

namespace Parley.Gateway.Routing.Classifying;

/// <summary>
/// How long a prompt is, by its bytes: no tokenizer is asked on the way to a model. <paramref name="Tokens"/> is what vendors would
/// about count (within a third, for prose and code of any script); <paramref name="AtLeast"/> is what they count at the very least.
/// </summary>
/// <param name="Tokens">The estimate.</param>
/// <param name="AtLeast">A lower bound: no vendor's tokenizer joins words, so each is a token or more.</param>
internal readonly record struct PromptSize(long Tokens, long AtLeast)
{
    /// <summary>What a picture costs where its size is unknown: OpenAI's high-detail 1024 x 1024 picture (85 + 4 x 170).</summary>
    private const int PerFile = 765;

    private const int ShortestFile = 1024;

    private static readonly SearchValues<byte> Base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-:;,."u8);

    /// <summary>Cheap and high: nothing that takes fewer tokens than this needs a closer look.</summary>
    public static long AtMost(int bytes) => bytes / 2;

    /// <summary>Measures the strings of a body of well-formed JSON, about a nanosecond a byte.</summary>
    public static PromptSize Measure(ReadOnlySpan<byte> json)
    {
        var counts = default(Counts);
        long files = 0;
        while (json.IndexOf((byte)'"') is >= 0 and var start)
        {
            json = json[(start + 1)..];
            var length = LengthOf(json);
            var text = json[..length];
            if (length >= ShortestFile && !text[..256].ContainsAnyExcept(Base64)) files++;
            else counts.Add(text);
            json = json[Math.Min(length + 1, json.Length)..];
        }

        return new PromptSize(counts.Tokens + (files * PerFile), counts.AtLeast);
    }

    /// <summary>Bytes up to the quote that ends a string.</summary>
    private static int LengthOf(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (text[at..].IndexOfAny((byte)'"', (byte)'\\') is >= 0 and var next)
        {
            at += next;
            if (text[at] == (byte)'"') return at;
            at = Math.Min(at + 2, text.Length);
        }

        return text.Length;
    }

    private struct Counts
    {
        private long _ascii, _narrow, _wide, _escaped, _words;

        /// <summary>Four bytes of ASCII a token, by OpenAI's rule of thumb; other scripts by what o200k_base makes of them on average.</summary>
        public readonly long Tokens => (_ascii / 4) + (_narrow * 2 / 5) + (_wide * 3 / 4) + (_escaped * 7 / 10);

        public readonly long AtLeast => _words + (_wide / 4) + (_escaped / 6);

        public void Add(ReadOnlySpan<byte> text)
        {
            var inWord = false;
            for (var i = 0; i < text.Length; i++)
            {
                var value = text[i];
                if (value is >= 0x80 and < 0xC0) continue; // the rest of a character
                var isLetter = value < 0x80 ? char.IsAsciiLetterOrDigit((char)value) : value < 0xE0;
                if (isLetter && !inWord) _words++;
                inWord = isLetter;
                if (value >= 0xE0) _wide++;
                else if (value >= 0xC0) _narrow++;
                else if (value != (byte)'\\') _ascii++;
                else if (i + 1 < text.Length && text[i + 1] == (byte)'u')
                {
                    _escaped++;
                    i += 5;
                }
                else
                {
                    _ascii++;
                    i++;
                }
            }
        }
    }
}
