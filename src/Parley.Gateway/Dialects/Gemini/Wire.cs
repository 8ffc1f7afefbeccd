using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>How this format's JSON is read: forward only, in place. Each method begins on a member's name and ends on or behind its value.</summary>
internal static class Wire
{
    /// <summary>Deeper than any answer of the vendor, flat enough that a depth bomb stays cheap.</summary>
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    /// <summary>Beyond this it is no count, and sums must not overflow.</summary>
    private const double MostCount = 1e15;

    public static Utf8JsonReader Open(ReadOnlyMemory<byte> json) => new(json.Span, Options);

    /// <summary>Steps over the value that the reader stands on and returns its bytes.</summary>
    public static ReadOnlyMemory<byte> Take(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return source[start..(int)reader.BytesConsumed];
    }

    /// <summary>The bytes of the value that follows; empty when it is of another type.</summary>
    public static ReadOnlyMemory<byte> Take(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source, JsonTokenType wanted)
    {
        reader.Read();
        var isWanted = reader.TokenType == wanted;
        var value = Take(ref reader, source);
        return isWanted ? value : default;
    }

    /// <summary>Whether <c>true</c> follows.</summary>
    public static bool Flag(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isTrue = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        return isTrue;
    }

    /// <summary>The string that follows; any other value is stepped over and reads as empty.</summary>
    public static JsonText Text(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return JsonText.Slice(ref reader, source);
        reader.Skip();
        return default;
    }

    /// <summary>The count that follows; null for any other value.</summary>
    public static long? Count(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Number) return reader.TryGetDouble(out var value) ? (long)Math.Clamp(value, 0, MostCount) : null;
        reader.Skip();
        return null;
    }

    /// <summary>Steps onto the value that follows; false (and past it) when it is of another type.</summary>
    public static bool Enter(ref Utf8JsonReader reader, JsonTokenType wanted)
    {
        reader.Read();
        if (reader.TokenType == wanted) return true;
        reader.Skip();
        return false;
    }

    /// <summary>Steps onto the next member of an object; false at the object's end.</summary>
    public static bool NextMember(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Steps onto the next object of an array, past whatever else is in it; false at the array's end.</summary>
    public static bool NextObject(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) return true;
            reader.Skip();
        }

        return false;
    }
}
