using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Reads a message's <c>content</c>, or a call's <c>output</c>: a string, or an array of parts.</summary>
internal static class PartReader
{
    /// <summary>All parts, of whatever kind.</summary>
    public static List<ContentPart> Read(JsonFields item, string name)
    {
        var content = item.Any(name);
        return content.ValueKind switch
        {
            JsonValueKind.String => [new TextPart(JsonFields.Decode(content))],
            JsonValueKind.Undefined => throw item.Missing(name),
            JsonValueKind.Array => [.. item.Objects(name).Select(ReadPart)],
            _ => throw JsonFields.Wrong(item.PathOf(name), "a string or an array of parts", content),
        };
    }

    /// <summary>Parts of a system or developer message: texts, images, files and sound.</summary>
    public static List<ContentPart> ReadInstructions(JsonFields message)
    {
        var parts = Read(message, "content");
        return parts.TrueForAll(p => p is TextPart or ImagePart or DocumentPart or AudioPart) ? parts
            : throw message.Bad("content", "may only hold text, images and files in a message of this role");
    }

    private static ContentPart ReadPart(JsonFields part) => part.NeedText("type") switch
    {
        "input_text" or "output_text" or "text" => new TextPart(part.NeedText("text")),
        "refusal" => new RefusalPart(part.NeedText("refusal")),
        "input_image" => ReadImage(part),
        "input_file" => ReadFile(part),
        "input_audio" => ReadAudio(part.NeedObject("input_audio")),
        var type => new OpaquePart(type),
    };

    private static ImagePart ReadImage(JsonFields part)
    {
        var detail = part.Text("detail");
        if (part.Has("image_url")) return new ImagePart(MediaReader.Read(part, "image_url", null), detail);
        return part.Text("file_id") is { } id ? new ImagePart(new FileSource(id), detail) : throw part.Missing("image_url");
    }

    private static DocumentPart ReadFile(JsonFields part)
    {
        var name = part.Text("filename");
        if (part.Has("file_data")) return new DocumentPart(MediaReader.Read(part, "file_data", "application/pdf"), name);
        if (part.Has("file_url")) return new DocumentPart(MediaReader.Read(part, "file_url", null), name);
        return part.Text("file_id") is { } id ? new DocumentPart(new FileSource(id), name) : throw part.Missing("file_data");
    }

    private static AudioPart ReadAudio(JsonFields audio)
    {
        var data = audio.Any("data");
        if (data.ValueKind == JsonValueKind.Undefined) throw audio.Missing("data");
        if (data.ValueKind != JsonValueKind.String) throw JsonFields.Wrong(audio.PathOf("data"), "a string", data);
        return new AudioPart(data, audio.NeedText("format"));
    }
}
