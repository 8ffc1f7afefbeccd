using System.Buffers;
using System.Buffers.Text;

namespace Parley.Gateway.Routing.Classifying;

/// <summary>
/// How long a prompt is, by its bytes: no tokenizer is asked on the way to a model. <paramref name="Tokens"/> is what vendors would
/// about count (within a third, for prose and code of any script; measured against o200k_base); <paramref name="AtLeast"/> is what they count at the very least.
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

    /// <summary>Measures the strings of a body of well-formed JSON, some nanoseconds a byte at most.</summary>
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

    /// <summary>Characters by what they cost. The factors are those of o200k_base on everyday texts.</summary>
    private struct Counts
    {
        private long _letters, _digits, _signs, _repeated, _narrow, _indic, _wide, _words;

        public readonly long Tokens => Math.Max(AtLeast, (long)((_letters / 4.6) + (_digits / 2.0) + (_signs / 2.5) + (_repeated / 24.0) + (_narrow / 4.0) + (_indic / 2.8) + (_wide * 0.75)));

        /// <summary>A token a word, and one for four and a half characters of scripts that do not part words; signs for nothing.</summary>
        public readonly long AtLeast => _words + (long)((_indic + _wide) / 4.5);

        public void Add(ReadOnlySpan<byte> text)
        {
            var inWord = false;
            var last = 0;
            for (var i = 0; i < text.Length;)
            {
                var code = Next(text, ref i);
                if (code < 0) continue;
                var isLetter = code < 0x80 ? char.IsAsciiLetterOrDigit((char)code) : code < 0x800;
                if (isLetter && !inWord) _words++;
                inWord = isLetter;
                if (code >= 0x1000) _wide += code >= 0x10000 ? 2 : 1;
                else if (code >= 0x800) _indic++;
                else if (code >= 0x80) _narrow++;
                else if (char.IsAsciiDigit((char)code)) _digits++;
                else if (isLetter || (code == ' ' && last != ' ')) _letters++;
                else if (code == last) _repeated++;
                else _signs++;
                last = code;
            }
        }

        /// <summary>About which character it is: only its script counts. -1 for the rest of one that was counted.</summary>
        private static int Next(ReadOnlySpan<byte> text, ref int at)
        {
            var value = text[at++];
            if (value == (byte)'\\' && at < text.Length)
            {
                if (text[at++] != (byte)'u') return '\n'; // one sign
                var isCode = Utf8Parser.TryParse(text[at..Math.Min(at + 4, text.Length)], out ushort code, out _, 'x');
                at += 4;
                return isCode ? code : '?';
            }

            return value switch { < 0x80 => value, < 0xC0 => -1, < 0xE0 => 0x100, 0xE0 => 0x900, < 0xF0 => 0x4E00, _ => 0x10000 };
        }
    }
}
