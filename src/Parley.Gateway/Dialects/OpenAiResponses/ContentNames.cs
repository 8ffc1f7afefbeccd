using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>How callers of this format know the parts of messages, tools and formats that a writer may have to name as dropped.</summary>
internal static class ContentNames
{
    private static readonly (string Name, string Spelled)[] s_names =
    [
        ("messages.content", "input.content"), ("messages.content.image", "input.content.input_image"), ("messages.content.document", "input.content.input_file"),
        ("messages.content.file", "input.content.input_file"), ("messages.content.image_url.detail", "input.content.detail"),
        ("messages.content.document.url", "input.content.file_url"), ("messages.content.image.file_id", "input.content.file_id"),
        ("messages.content.document.file_id", "input.content.file_id"), ("messages.content.file.file_id", "input.content.file_id"),
        ("tools.function", "tools"), ("response_format.json_schema", "text.format"),
    ];

    public static void Tell(Prompt prompt)
    {
        foreach (var (name, spelled) in s_names) prompt.Names[name] = spelled;
    }
}
