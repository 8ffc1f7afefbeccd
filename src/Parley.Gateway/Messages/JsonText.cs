using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Parley.Gateway.Messages;

/// <summary>
/// Text as it stands between the quotes of a JSON string: UTF-8, still escaped.
/// All wire formats are JSON, so text crosses from one to another without being decoded or encoded: no allocation,
/// and escapes that vendors cut in two (half a surrogate pair in each delta) survive.
/// </summary>
/// <remarks>The memory belongs to whoever made it: text in an <see cref="LlmEvent"/> is valid until the next step of
/// its answer; use <see cref="Copy"/> to keep it.</remarks>
public readonly struct JsonText
{
    private JsonText(ReadOnlyMemory<byte> escaped) => Escaped = escaped;

    /// <summary>UTF-8 bytes between the quotes, escapes included. Control characters, quotes and backslashes never
    /// stand here unescaped.</summary>
    public ReadOnlyMemory<byte> Escaped { get; }

    /// <summary>True for the empty text.</summary>
    public bool IsEmpty => Escaped.IsEmpty;

    /// <summary>Wraps bytes taken from between the quotes of a valid JSON string.</summary>
    public static JsonText FromEscaped(ReadOnlyMemory<byte> escaped) => new(escaped);

    /// <summary>Escapes a string.</summary>
    public static JsonText From(string? text) => string.IsNullOrEmpty(text)
        ? default
        : new JsonText(JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray());

    /// <summary>Escapes text that stands in valid UTF-8: a JSON value on its way into a string.</summary>
    public static JsonText FromUtf8(ReadOnlySpan<byte> utf8) => utf8.IsEmpty
        ? default
        : new JsonText(JsonEncodedText.Encode(utf8, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.ToArray());

    /// <summary>The string token that <paramref name="reader"/> stands on, as a slice of <paramref name="source"/>,
    /// the memory that the reader reads. No copy.</summary>
    public static JsonText Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source) =>
        new(source.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length));

    /// <summary>A copy that outlives the buffer.</summary>
    public JsonText Copy() => Escaped.IsEmpty ? default : new(Escaped.ToArray());

    /// <summary>The decoded text. Half surrogates, which no .NET UTF-8 text can hold, become U+FFFD.</summary>
    public override string ToString()
    {
        var bytes = Escaped.Span;
        if (bytes.IndexOf((byte)'\\') < 0) return Encoding.UTF8.GetString(bytes);
        var text = new StringBuilder(bytes.Length);
        while (!bytes.IsEmpty)
        {
            var cut = bytes.IndexOf((byte)'\\');
            if (cut < 0) cut = bytes.Length;
            text.Append(Encoding.UTF8.GetString(bytes[..cut]));
            bytes = bytes[cut..];
            if (bytes.Length >= 2) bytes = bytes[AppendEscape(text, bytes)..];
            else break;
        }

        return ReplaceHalfSurrogates(text);
    }

    private static int AppendEscape(StringBuilder text, ReadOnlySpan<byte> escape)
    {
        if (escape[1] == (byte)'u' && escape.Length >= 6)
        {
            text.Append((char)ushort.Parse(escape.Slice(2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
            return 6;
        }

        text.Append((char)escape[1] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', var c => c });
        return 2;
    }

    private static string ReplaceHalfSurrogates(StringBuilder text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) i++;
            else text[i] = '\uFFFD';
        }

        return text.ToString();
    }
}
