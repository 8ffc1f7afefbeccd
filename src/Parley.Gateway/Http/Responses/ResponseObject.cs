using System.Text.Json;
using Parley.Gateway.Dialects;

namespace Parley.Gateway.Http.Responses;

/// <summary>Reads and changes single members of JSON objects whose rest is left as it is.</summary>
internal static class ResponseObject
{
    /// <summary>The raw value of a member at the top; empty when it is not there, or the bytes are no JSON object.</summary>
    public static ReadOnlyMemory<byte> Member(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name)
    {
        try
        {
            var reader = new Utf8JsonReader(json.Span);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isWanted = reader.ValueTextEquals(name);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (isWanted) return json[start..(int)reader.BytesConsumed];
            }
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            // No JSON: it has no members.
        }

        return default;
    }

    /// <summary>The inside of a member that is a string, as it stands there; empty for all others.</summary>
    public static ReadOnlySpan<byte> Text(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name)
    {
        var value = Member(json, name).Span;
        return value.Length > 2 && value[0] == (byte)'"' ? value[1..^1] : default;
    }

    /// <summary>The object with other text for a member that is a string; the same bytes when it is not there.</summary>
    public static ReadOnlyMemory<byte> WithText(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> text)
    {
        return With(json, name, (byte[])[(byte)'"', .. text, (byte)'"']);
    }

    /// <summary>The object with another value for a member; the same bytes when it is not there.</summary>
    public static ReadOnlyMemory<byte> With(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> raw)
    {
        var value = Member(json, name);
        if (value.IsEmpty || !json.Span.Overlaps(value.Span, out var at)) return json;
        return (byte[])[.. json.Span[..at], .. raw, .. json.Span[(at + value.Length)..]];
    }

    /// <summary>The object with a member in front of all others, in the place of the one of that name if there is one.</summary>
    public static ReadOnlyMemory<byte> WithFirst(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> raw)
    {
        var rest = Without(json, name).Span;
        rest = rest[(rest.IndexOf((byte)'{') + 1)..];
        var isAlone = rest.TrimStart(" \t\r\n"u8) is [(byte)'}', ..];
        return (byte[])[.. "{\""u8, .. name, .. "\":"u8, .. raw, .. isAlone ? ""u8 : ","u8, .. rest];
    }

    /// <summary>The object without a member; the same bytes when it is not there.</summary>
    public static ReadOnlyMemory<byte> Without(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name)
    {
        var value = Member(json, name);
        if (value.IsEmpty || !json.Span.Overlaps(value.Span, out var at)) return json;
        var start = json.Span[..at].LastIndexOf(name) - 1;
        var end = at + value.Length;
        while (end < json.Length && json.Span[end] <= (byte)' ') end++;
        if (json.Span[end] == (byte)',') end++;
        else start = json.Span[..start].LastIndexOfAny((byte)',', (byte)'{') is var before && json.Span[before] == (byte)',' ? before : start;
        return (byte[])[.. json.Span[..start], .. json.Span[end..]];
    }

    /// <summary>Whether a response with this status is still to come.</summary>
    public static bool IsOpen(ReadOnlyMemory<byte> body)
    {
        var status = Text(body, "status"u8);
        return status.SequenceEqual("queued"u8) || status.SequenceEqual("in_progress"u8);
    }
}
