using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>
/// JSON written by hand: literals, escaped text and raw values go straight into the output. A <see cref="Utf8JsonWriter"/>
/// would decode and encode what already stands in the right form.
/// </summary>
internal static class JsonOutput
{
    private static readonly SearchValues<char> MustEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    /// <summary>Bytes as they are.</summary>
    public static void Raw(this IBufferWriter<byte> output, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        bytes.CopyTo(output.GetSpan(bytes.Length));
        output.Advance(bytes.Length);
    }

    /// <summary>A string with its quotes.</summary>
    public static void String(this IBufferWriter<byte> output, JsonText text) => output.String(text.Escaped.Span);

    /// <summary>A string with its quotes, of bytes that are already escaped.</summary>
    public static void String(this IBufferWriter<byte> output, ReadOnlySpan<byte> escaped)
    {
        var span = output.GetSpan(escaped.Length + 2);
        span[0] = (byte)'"';
        escaped.CopyTo(span[1..]);
        span[escaped.Length + 1] = (byte)'"';
        output.Advance(escaped.Length + 2);
    }

    /// <summary>A string with its quotes; escapes what must be escaped.</summary>
    public static void String(this IBufferWriter<byte> output, string text)
    {
        output.Raw("\""u8);
        output.Escape(text);
        output.Raw("\""u8);
    }

    /// <summary>Text for the inside of a string; escapes what must be escaped. Half surrogates become U+FFFD.</summary>
    public static void Escape(this IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var run = text.IndexOfAny(MustEscape);
            if (run < 0) run = text.Length;
            if (run > 0) Encoding.UTF8.GetBytes(text[..run], output);
            if (run == text.Length) return;
            EscapeOne(output, text[run]);
            text = text[(run + 1)..];
        }
    }

    /// <summary>A whole number.</summary>
    public static void Number(this IBufferWriter<byte> output, long value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(20), out var written);
        output.Advance(written);
    }

    /// <summary>A finite number, in its shortest form that reads back the same.</summary>
    public static void Number(this IBufferWriter<byte> output, double value)
    {
        Utf8Formatter.TryFormat(value, output.GetSpan(32), out var written);
        output.Advance(written);
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public static void Flag(this IBufferWriter<byte> output, bool value) => output.Raw(value ? "true"u8 : "false"u8);

    /// <summary>A value of the client's body, byte for byte; <c>null</c> for an undefined one.</summary>
    public static void Element(this IBufferWriter<byte> output, JsonElement value) =>
        output.Raw(value.ValueKind == JsonValueKind.Undefined ? "null"u8 : JsonMarshal.GetRawUtf8Value(value));

    /// <summary>The base64 text of a source, without quotes: straight from the client's body, however large.</summary>
    public static void Base64(this IBufferWriter<byte> output, Base64Source source)
    {
        var inside = JsonMarshal.GetRawUtf8Value(source.Data)[1..^1];
        if (inside.IndexOf((byte)'\\') < 0) output.Raw(inside[Math.Min(source.Offset, inside.Length)..]);
        else output.Escape(JsonFields.Decode(source.Data).AsSpan(source.Offset));
    }

    /// <summary>A source as a <c>data:</c> address, with quotes.</summary>
    public static void DataUrl(this IBufferWriter<byte> output, Base64Source source)
    {
        output.Raw("\"data:"u8);
        output.Escape(source.MediaType);
        output.Raw(";base64,"u8);
        output.Base64(source);
        output.Raw("\""u8);
    }

    /// <summary>Another member of an object, up to its value.</summary>
    public static void Member(this IBufferWriter<byte> output, ReadOnlySpan<byte> name)
    {
        output.Raw(",\""u8);
        output.Raw(name);
        output.Raw("\":"u8);
    }

    private static void EscapeOne(IBufferWriter<byte> output, char c)
    {
        switch (c)
        {
            case '"': output.Raw("\\\""u8); break;
            case '\\': output.Raw("\\\\"u8); break;
            case '\n': output.Raw("\\n"u8); break;
            case '\r': output.Raw("\\r"u8); break;
            case '\t': output.Raw("\\t"u8); break;
            default:
                output.Raw("\\u00"u8);
                output.Raw([(byte)(c < 0x10 ? '0' : '1'), "0123456789abcdef"u8[c & 15]]);
                break;
        }
    }
}
