using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Reads the content of messages and of tool results.</summary>
internal static class PartReader
{
    /// <summary>The member <c>content</c> of a message, which must be there: a string or blocks.</summary>
    public static List<ContentPart> Read(JsonFields message) =>
        message.Has("content") ? ReadOptional(message) : throw message.Missing("content");

    private static List<ContentPart> ReadOptional(JsonFields holder)
    {
        var parts = new List<ContentPart>();
        if (holder.Any("content").ValueKind == JsonValueKind.String)
        {
            parts.Add(new TextPart(holder.NeedText("content")));
            return parts;
        }

        foreach (var block in holder.Objects("content")) ReadBlock(block, parts);
        return parts;
    }

    private static void ReadBlock(JsonFields block, List<ContentPart> parts)
    {
        var mark = block.Any("cache_control");
        switch (block.NeedText("type"))
        {
            case "text":
                parts.Add(new TextPart(block.NeedText("text")) { CacheControl = mark });
                break;
            case "image":
                parts.Add(new ImagePart(ReadSource(block), null) { CacheControl = mark });
                break;
            case "document":
                ReadDocument(block, parts);
                break;
            case "search_result":
                parts.Add(new DocumentPart(new TextSource(TextOf(ReadOptional(block))), block.Text("title"))
                {
                    Form = "search_result", Context = block.Text("source"), CacheControl = mark, Citations = IsCited(block),
                });
                break;
            case "tool_use":
                parts.Add(new ToolCallPart(block.NeedText("id"), block.NeedText("name"), block.NeedObject("input").Value.GetRawText()) { CacheControl = mark });
                break;
            case "tool_result":
                parts.Add(new ToolResultPart(block.NeedText("tool_use_id"), ReadOptional(block), block.Flag("is_error") ?? false) { CacheControl = mark });
                break;
            case "tool_reference": // what a search for deferred tools found: they all cross, and the model is told which it may call now
                parts.Add(new TextPart($"The tool {block.NeedText("tool_name")} is loaded and can be called."));
                break;
            case "thinking":
                parts.Add(new ReasoningPart(block.NeedText("thinking"), block.Text("signature")));
                break;
            case var other:
                parts.Add(new OpaquePart(other));
                break;
        }
    }

    private static MediaSource ReadSource(JsonFields block)
    {
        var source = block.NeedObject("source");
        return source.NeedText("type") switch
        {
            "base64" => Base64(source),
            "url" => Url(source),
            "file" => new FileSource(source.NeedText("file_id")),
            "text" => new TextSource(source.NeedText("data")),
            "content" => new TextSource(TextOf(ReadOptional(source))),
            _ => throw source.Bad("type", "must be 'base64', 'url', 'file', 'text' or 'content'"),
        };
    }

    private static UrlSource Url(JsonFields source)
    {
        var url = source.NeedText("url");
        return url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            ? new UrlSource(url)
            : throw source.Bad("url", "must be an http(s) URL");
    }

    private static Base64Source Base64(JsonFields source)
    {
        var data = source.Any("data"); // not decoded: it may be many megabytes
        if (data.ValueKind == JsonValueKind.Undefined) throw source.Missing("data");
        if (data.ValueKind != JsonValueKind.String) throw JsonFields.Wrong(source.PathOf("data"), "a string", data);
        return new Base64Source(source.NeedText("media_type"), data);
    }

    private static void ReadDocument(JsonFields block, List<ContentPart> parts)
    {
        parts.Add(new DocumentPart(ReadSource(block), block.Text("title"))
        {
            Form = "document", Context = block.Text("context"), Citations = IsCited(block), CacheControl = block.Any("cache_control"),
        });

        // a document made of blocks may hold images, for which the shared vocabulary has no place inside a document
        var source = block.NeedObject("source");
        if (source.Text("type") == "content" && source.Any("content").ValueKind == JsonValueKind.Array)
            parts.AddRange(ReadOptional(source).OfType<ImagePart>());
    }

    private static bool IsCited(JsonFields block) => block.Object("citations")?.Flag("enabled") ?? false;

    private static string TextOf(List<ContentPart> parts) => string.Join("\n", parts.OfType<TextPart>().Select(p => p.Text));
}
