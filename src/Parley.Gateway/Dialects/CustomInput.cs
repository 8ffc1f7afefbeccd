using System.Buffers;
using System.Text;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>The input of OpenAI's custom tools is free text. Elsewhere arguments are an object: there the text is its one member.</summary>
internal static class CustomInput
{
    /// <summary>What stands before the text.</summary>
    public static JsonText Begin { get; } = JsonText.FromEscaped("{\\\"input\\\":\\\""u8.ToArray());

    /// <summary>What stands behind it.</summary>
    public static JsonText End { get; } = JsonText.FromEscaped("\\\"}"u8.ToArray());

    /// <summary>A piece of the text, which is a string inside the text of the arguments.</summary>
    public static JsonText Inside(JsonText piece)
    {
        var text = new ArrayBufferWriter<byte>(piece.Escaped.Length + 16);
        foreach (var c in piece.Escaped.Span) text.Write(c is (byte)'\\' or (byte)'"' ? [(byte)'\\', c] : [c]);
        return JsonText.FromEscaped(text.WrittenMemory);
    }

    /// <summary>The whole of it, as arguments.</summary>
    public static string Arguments(string input)
    {
        var text = new ArrayBufferWriter<byte>();
        text.Raw("{\"input\":"u8);
        text.String(input);
        text.Raw("}"u8);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
