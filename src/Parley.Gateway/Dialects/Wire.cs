using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>How JSON of answers is read: forward only, in place. Unless it says otherwise, a method begins on a member's name and ends on
/// or behind its value; a value of another type than the wanted one is stepped over and counts as absent.</summary>
internal static class Wire
{
    /// <summary>Deeper than any answer of a vendor, flat enough that a depth bomb stays cheap.</summary>
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    /// <summary>Beyond this it is no count, and sums must not overflow.</summary>
    private const long MostCount = 1_000_000_000_000_000;

    public static Utf8JsonReader Open(ReadOnlyMemory<byte> json) => new(json.Span, Options);

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

    /// <summary>Steps onto the value that follows; false (and past it) when it is of another type.</summary>
    public static bool Enter(ref Utf8JsonReader reader, JsonTokenType wanted)
    {
        reader.Read();
        if (reader.TokenType == wanted) return true;
        reader.Skip();
        return false;
    }

    /// <summary>Steps over the value that the reader stands on and returns its bytes.</summary>
    public static ReadOnlyMemory<byte> Take(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return source[start..(int)reader.BytesConsumed];
    }

    /// <summary>The bytes of the value that follows; empty when it is of another type.</summary>
    public static ReadOnlyMemory<byte> Take(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source, JsonTokenType wanted) =>
        Enter(ref reader, wanted) ? Take(ref reader, source) : default;

    /// <summary>The string that follows.</summary>
    public static JsonText Text(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source) =>
        Enter(ref reader, JsonTokenType.String) ? JsonText.Slice(ref reader, source) : default;

    /// <summary>The string that follows; an object, which some servers put in its place, as text.</summary>
    public static JsonText TextOrObject(ref Utf8JsonReader reader, ReadOnlyMemory<byte> source)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String) return JsonText.Slice(ref reader, source);
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        var value = Take(ref reader, source);
        return isObject ? JsonText.FromUtf8(value.Span) : default;
    }

    /// <summary>The count that follows.</summary>
    public static long? Count(ref Utf8JsonReader reader)
    {
        if (!Enter(ref reader, JsonTokenType.Number)) return null;
        if (reader.TryGetInt64(out var whole)) return Math.Clamp(whole, 0, MostCount);
        return reader.TryGetDouble(out var real) ? (long)Math.Clamp(real, 0, MostCount) : null;
    }

    /// <summary>The place in a list or a text that follows.</summary>
    public static int? Index(ref Utf8JsonReader reader) => Count(ref reader) is { } index ? (int)Math.Min(index, int.MaxValue) : null;

    /// <summary>Whether anything but <c>null</c> or <c>false</c> follows.</summary>
    public static bool HasValue(ref Utf8JsonReader reader)
    {
        reader.Read();
        var hasValue = reader.TokenType is not (JsonTokenType.Null or JsonTokenType.False);
        reader.Skip();
        return hasValue;
    }

    /// <summary>Whether <c>true</c> follows.</summary>
    public static bool Flag(ref Utf8JsonReader reader)
    {
        reader.Read();
        var isTrue = reader.TokenType == JsonTokenType.True;
        reader.Skip();
        return isTrue;
    }
}
