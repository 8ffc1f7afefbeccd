using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>Reads addresses of images and files: web addresses and data URLs. The data, often megabytes, are not decoded.</summary>
internal static class MediaReader
{
    private const int LongestHead = 256;

    /// <summary>Reads the string <paramref name="name"/> of <paramref name="holder"/>. <paramref name="bare"/>: the media type
    /// of a string that is no address but bare base64; null where that is not allowed.</summary>
    public static MediaSource Read(JsonFields holder, string name, string? bare)
    {
        var value = holder.Any(name);
        if (value.ValueKind == JsonValueKind.Undefined) throw holder.Missing(name);
        if (value.ValueKind != JsonValueKind.String) throw JsonFields.Wrong(holder.PathOf(name), "a string", value);
        var head = Head(value);
        if (head.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return ReadDataUrl(holder, name, value, head);
        if (head.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || head.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            return new UrlSource(JsonFields.Decode(value));
        return bare is null || head.Length == 0
            ? throw holder.Bad(name, "must be an http(s) or data URL")
            : new Base64Source(bare, value);
    }

    private static Base64Source ReadDataUrl(JsonFields holder, string name, JsonElement value, string head)
    {
        var comma = head.IndexOf(',', StringComparison.Ordinal);
        var type = comma < 0 ? "" : head[5..comma];
        if (!type.EndsWith(";base64", StringComparison.OrdinalIgnoreCase)) throw holder.Bad(name, "must be a data URL with base64 data");
        type = type[..type.IndexOf(';', StringComparison.Ordinal)].Trim().ToLowerInvariant();
        if (type.Length == 0) throw holder.Bad(name, "must name a media type in its data URL");
        return new Base64Source(type == "image/jpg" ? "image/jpeg" : type, value, comma + 1);
    }

    /// <summary>The beginning of the decoded string.</summary>
    private static string Head(JsonElement value)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value)[1..^1];
        raw = raw[..Math.Min(raw.Length, LongestHead)];
        if (raw.IndexOf((byte)'\\') < 0) return Encoding.UTF8.GetString(raw);
        var whole = JsonFields.Decode(value);
        return whole[..Math.Min(whole.Length, LongestHead)];
    }
}
