using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Reads arguments of tool calls: an object here, the inside of a JSON string in the neutral vocabulary.</summary>
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

    private static void Escape(byte escaped, ArrayBufferWriter<byte> text)
    {
        if (escaped is (byte)'"' or (byte)'\\') text.Write("\\"u8);
        text.Write([escaped]);
    }
}
