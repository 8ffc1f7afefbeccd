using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Reads a message's <c>content</c>: a string, or an array of parts.</summary>
internal static class PartReader
{
    /// <summary>All parts, of whatever kind.</summary>
    public static List<ContentPart> Read(JsonFields message)
    {
        var content = message.Any("content");
        if (content.ValueKind == JsonValueKind.String)
            return [new TextPart(JsonFields.Decode(content)) { CacheControl = message.Any("cache_control") }];
        if (content.ValueKind == JsonValueKind.Undefined) throw message.Missing("content");
        if (content.ValueKind != JsonValueKind.Array) throw JsonFields.Wrong(message.PathOf("content"), "a string or an array of parts", content);
        return [.. message.Objects("content").Select(ReadPart)];
    }

    /// <summary>Parts of a system message, which are texts.</summary>
    public static IEnumerable<TextPart> ReadTexts(JsonFields message) =>
        Read(message).Select(p => p as TextPart ?? throw message.Bad("content", "may only hold text parts in a message of this role"));

    private static ContentPart ReadPart(JsonFields part)
    {
        ContentPart read = part.NeedText("type") switch
        {
            "text" or "input_text" or "output_text" => new TextPart(part.NeedText("text")),
            "refusal" => new RefusalPart(part.NeedText("refusal")),
            "image_url" => ReadImage(part),
            "input_audio" => ReadAudio(part.NeedObject("input_audio")),
            "file" => ReadFile(part.NeedObject("file")),
            var type => new OpaquePart(type),
        };
        return part.Has("cache_control") ? read with { CacheControl = part.Any("cache_control") } : read;
    }

    private static ImagePart ReadImage(JsonFields part)
    {
        if (part.Any("image_url").ValueKind == JsonValueKind.String) return new ImagePart(MediaReader.Read(part, "image_url", null), null);
        var image = part.NeedObject("image_url");
        return new ImagePart(MediaReader.Read(image, "url", null), image.Text("detail"));
    }

    private static AudioPart ReadAudio(JsonFields audio)
    {
        var data = audio.Any("data");
        if (data.ValueKind == JsonValueKind.Undefined) throw audio.Missing("data");
        if (data.ValueKind != JsonValueKind.String) throw JsonFields.Wrong(audio.PathOf("data"), "a string", data);
        return new AudioPart(data, audio.NeedText("format"));
    }

    private static DocumentPart ReadFile(JsonFields file)
    {
        var name = file.Text("filename");
        if (file.Has("file_data")) return new DocumentPart(MediaReader.Read(file, "file_data", "application/pdf"), name);
        return file.Text("file_id") is { } id ? new DocumentPart(new FileSource(id), name) : throw file.Missing("file_data");
    }
}
