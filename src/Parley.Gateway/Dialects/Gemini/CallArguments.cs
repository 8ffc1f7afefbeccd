using System.Buffers;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Arguments of tool calls: an object here, a text in the neutral vocabulary.</summary>
internal static class CallArguments
{
    private static readonly SearchValues<byte> Special = SearchValues.Create("\"\\ \t\r\n"u8);

    /// <summary>An object of a valid frame as the inside of a JSON string, without the blanks between its tokens: whole answers come
    /// in a form for people to read. Empty for an object without members.</summary>
    public static JsonText Read(ReadOnlySpan<byte> json)
    {
        var text = new ArrayBufferWriter<byte>(json.Length + 32);
        var inString = false;
        while (!json.IsEmpty)
        {
            var run = json.IndexOfAny(Special);
            if (run < 0) run = json.Length;
            text.Write(json[..run]);
            if (run == json.Length) break;
            var c = json[run];
            if (c == (byte)'"')
            {
                inString = !inString;
                text.Write("\\\""u8);
            }
            else if (c == (byte)'\\')
            {
                text.Write("\\\\"u8);
                Escape(json[++run], text);
            }
            else if (inString)
            {
                text.Write([c]);
            }

            json = json[(run + 1)..];
        }

        return text.WrittenCount <= 2 ? default : JsonText.FromEscaped(text.WrittenMemory);
    }

    /// <summary>A piece of a JSON document as the inside of a JSON string.</summary>
    public static JsonText Inside(ReadOnlySpan<byte> json)
    {
        var text = new ArrayBufferWriter<byte>(json.Length + 32);
        foreach (var c in json) Escape(c, text);
        return JsonText.FromEscaped(text.WrittenMemory);
    }

    /// <summary>Writes arguments as an object. What is none (a model was cut off, or wrote nonsense) stands as text in one: nothing is lost.</summary>
    public static void Write(string arguments, IBufferWriter<byte> output)
    {
        var json = Encoding.UTF8.GetBytes(arguments);
        if (string.IsNullOrWhiteSpace(arguments)) output.Raw("{}"u8);
        else if (IsObject(json)) output.Raw(json.AsSpan().Trim(" \t\r\n"u8));
        else
        {
            output.Raw("{\"INVALID_JSON\":"u8);
            output.String(arguments);
            output.Raw("}"u8);
        }
    }

    /// <summary>Whether a text is one JSON object.</summary>
    public static bool IsObject(ReadOnlyMemory<byte> json)
    {
        try
        {
            var reader = Wire.Open(json);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return false;
            reader.Skip();
            return !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Escape(byte escaped, ArrayBufferWriter<byte> text)
    {
        if (escaped is (byte)'"' or (byte)'\\') text.Write("\\"u8);
        text.Write([escaped]);
    }
}
