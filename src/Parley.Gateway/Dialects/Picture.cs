using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>A picture that a model made: its media type and its base64, as they stand between the quotes of the vendor's JSON. It may be many
/// megabytes, and is neither decoded nor copied on its way to the writer.</summary>
internal readonly record struct Picture(JsonText Type, JsonText Base64)
{
    private const int LongestType = 128, LongestHead = 256;

    private static readonly JsonText Png = JsonText.From("image/png");

    /// <summary>There is none.</summary>
    public bool IsEmpty => Base64.IsEmpty;

    /// <summary>Whether a media type is that of a picture.</summary>
    public static bool IsType(JsonText type) =>
        type.Escaped.Length <= LongestType && type.ToString().StartsWith("image/", StringComparison.OrdinalIgnoreCase);

    /// <summary>The picture in a data URL; none for any other address.</summary>
    public static Picture OfUrl(JsonText url)
    {
        var escaped = url.Escaped;
        var comma = escaped.Span[..Math.Min(escaped.Length, LongestHead)].IndexOf((byte)',');
        if (comma < 0) return default;
        var head = JsonText.FromEscaped(escaped[..comma]).ToString();
        if (!head.StartsWith("data:image/", StringComparison.OrdinalIgnoreCase) || !head.EndsWith(";base64", StringComparison.OrdinalIgnoreCase)) return default;
        return new Picture(JsonText.From(head[5..head.IndexOf(';', StringComparison.Ordinal)]), JsonText.FromEscaped(escaped[(comma + 1)..]));
    }

    /// <summary>Whether a picture is not here but at an address, as some vendors tell it.</summary>
    public static bool IsElsewhere(JsonText url)
    {
        var address = url.Escaped.Span;
        var scheme = address.StartsWith("https:"u8) ? 6 : address.StartsWith("http:"u8) ? 5 : 0;
        return scheme > 0 && (address[scheme..].StartsWith("//"u8) || address[scheme..].StartsWith("\\/\\/"u8));
    }

    /// <summary>What says so in a text: Markdown, which clients show as the picture. No format but chat has a place for the address.</summary>
    public static JsonText Link(JsonText url, bool isBehindText)
    {
        var text = new ArrayBufferWriter<byte>(url.Escaped.Length + 16);
        text.Raw(isBehindText ? "\\n\\n![]("u8 : "![]("u8);
        text.Raw(url.Escaped.Span);
        text.Raw(")"u8);
        return JsonText.FromEscaped(text.WrittenMemory);
    }

    /// <summary>A picture of which only the end of its type is told, or nothing: OpenAI makes PNGs unless it is asked for something else.</summary>
    public static Picture OfFormat(JsonText format, JsonText base64) =>
        new(format.IsEmpty || format.Escaped.Length > LongestType ? Png : JsonText.From("image/" + format), base64);

    /// <summary>About how many kilobytes it has, at least one.</summary>
    public static long Kilobytes(ReadOnlySpan<byte> base64) => ((JsonStrings.Characters(base64) * 3L / 4) + 1023) / 1024;

    /// <summary>Tells the picture, which is a block of its own.</summary>
    public void Tell(int block, EventBatch events)
    {
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = block, BlockKind = BlockKind.Image, Name = Type, Text = Base64 });
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = block, BlockKind = BlockKind.Image });
    }
}
