using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Parley.Gateway.Dialects;

/// <summary>A tool call's arguments as the JSON object that some formats want.</summary>
internal static class ToolInput
{
    /// <summary>
    /// Writes arguments. What is not an object (a model was cut off, or wrote nonsense) stands as text under
    /// <c>INVALID_JSON</c>, which Anthropic's documentation on streamed tool input recommends: nothing is lost.
    /// </summary>
    public static void Write(string arguments, IBufferWriter<byte> output)
    {
        if (string.IsNullOrWhiteSpace(arguments))
        {
            output.Raw("{}"u8);
            return;
        }

        var json = Encoding.UTF8.GetBytes(arguments);
        if (IsObject(json))
        {
            output.Raw(json.AsSpan().Trim(" \t\r\n"u8));
            return;
        }

        output.Raw("{\"INVALID_JSON\":"u8);
        output.String(arguments);
        output.Raw("}"u8);
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
}
