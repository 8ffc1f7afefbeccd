using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>How JSON of answers is read: forward only, in place.</summary>
internal static class Wire
{
    /// <summary>Deeper than any answer of a vendor, flat enough that a depth bomb stays cheap.</summary>
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    public static Utf8JsonReader Open(ReadOnlyMemory<byte> json) => new(json.Span, Options);

    /// <summary>Steps over the value that the reader stands on and returns its bytes.</summary>
    public static ReadOnlyMemory<byte> Take(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return source[start..(int)reader.BytesConsumed];
    }

    /// <summary>The string that the reader stands on; any other value is stepped over and reads as empty.</summary>
    public static JsonText Text(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        if (reader.TokenType == JsonTokenType.String) return JsonText.Slice(ref reader, source);
        reader.Skip();
        return default;
    }

    /// <summary>The number that the reader stands on; any other value is stepped over and reads as null.</summary>
    public static long? Number(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number)
        {
            if (reader.TryGetInt64(out var whole)) return Math.Max(0, whole);
            if (reader.TryGetDouble(out var real) && real is >= 0 and < 1e15) return (long)real;
            return null;
        }

        reader.Skip();
        return null;
    }

    /// <summary>Enters an object; false (and stepped over) for any other value.</summary>
    public static bool Enter(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartObject) return true;
        reader.Skip();
        return false;
    }
}
