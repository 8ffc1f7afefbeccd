using System.Text;

namespace Parley.Assets.Reading;

/// <summary>Reads text in UTF-8 or UTF-16, with or without a mark. Pure.</summary>
internal static class TextFile
{
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    public static (ReadFile? File, FileRefusal? Refusal) Read(byte[] sent)
    {
        if (sent.Length == 0) return (null, FileRefusal.Unusable("This file is empty."));
        if (Decode(sent) is not { } text)
            return (null, FileRefusal.Type("This is no file that can be read here. There are pictures (PNG, JPEG, WebP, GIF), PDF, Word (DOCX), and text in UTF-8 or UTF-16."));
        return (new ReadFile(FileKind.Text, "text/plain; charset=utf-8", Utf8.GetBytes(text)) { Characters = text.Length }, null);
    }

    /// <summary>The text; null for what is none.</summary>
    private static string? Decode(byte[] sent)
    {
        foreach (var encoding in Candidates(sent))
        {
            try
            {
                var text = encoding.GetString(sent);
                if (text.StartsWith('\uFEFF')) text = text[1..];
                if (!text.Any(IsNoText)) return text;
            }
            catch (DecoderFallbackException)
            {
                // Not in this encoding.
            }
        }

        return null;
    }

    private static IEnumerable<Encoding> Candidates(byte[] sent)
    {
        if (sent is [0xFF, 0xFE, ..]) yield return new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
        else if (sent is [0xFE, 0xFF, ..]) yield return new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);
        else yield return Utf8;
        // Without a mark, text in most languages of Europe shows UTF-16 by its zeros.
        if (sent.Length % 2 != 0) yield break;
        var (even, odd) = (0, 0);
        var looked = Math.Min(sent.Length, 4096);
        for (var i = 0; i < looked; i++) if (sent[i] == 0) _ = i % 2 == 0 ? even++ : odd++;
        if (odd > looked / 5 && even == 0) yield return new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
        if (even > looked / 5 && odd == 0) yield return new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);
    }

    private static bool IsNoText(char c) => c < ' ' && c is not ('\t' or '\n' or '\r' or '\f' or '\u001b');
}
