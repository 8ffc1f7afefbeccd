using System.Globalization;
using System.Text.Json;

namespace Parley.Chat.Transfer;

/// <summary>Reads members of what others wrote: what is missing or of another type is null.</summary>
internal static class Json
{
    public static JsonElement? Member(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>U+0000 is left out (PostgreSQL has no place for it), and so is half of a pair of surrogates, which some exports hold.</summary>
    public static string? Text(this JsonElement element, string name) => element.Member(name) is { } member ? Text(member) : null;

    public static string? Text(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String) return null;
        string text;
        try
        {
            text = element.GetString()!;
        }
        catch (InvalidOperationException)
        {
            text = Loose(element.GetRawText());
        }

        return text.Contains('\0') ? text.Replace("\0", "", StringComparison.Ordinal) : text;
    }

    public static bool Flag(this JsonElement element, string name) => element.Member(name)?.ValueKind == JsonValueKind.True;

    public static long? Number(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>Seconds since 1970, or RFC 3339.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) => element.Member(name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDouble(out var seconds) && seconds is > 0 and < 100_000_000_000 =>
            DateTimeOffset.UnixEpoch.AddMilliseconds(Math.Round(seconds * 1000)),
        { ValueKind: JsonValueKind.String } text when DateTimeOffset.TryParse(Text(text), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.ToUniversalTime(),
        _ => null,
    };

    // Escapes by hand: only reached for strings with lone surrogates, which no reader of JSON takes.
    private static string Loose(string raw)
    {
        var text = new System.Text.StringBuilder(raw.Length);
        for (var at = 1; at < raw.Length - 1; at++)
        {
            if (raw[at] != '\\')
            {
                text.Append(raw[at]);
                continue;
            }

            var kind = raw[++at];
            if (kind != 'u')
            {
                text.Append(kind switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => kind });
                continue;
            }

            text.Append((char)ushort.Parse(raw.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
            at += 4;
        }

        return string.Concat(text.ToString().EnumerateRunes().Where(rune => rune != System.Text.Rune.ReplacementChar));
    }
}
