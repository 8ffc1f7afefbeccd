using System.Text.Json;

namespace Parley.Tests.Sdk;

/// <summary>What an upstream got last, told in the same words for every format.</summary>
internal static class Sent
{
    /// <summary>The schema for structured output.</summary>
    public static JsonElement SentSchema(this SdkStage stage, string kind) => kind switch
    {
        "chat" => stage.Sent().GetProperty("response_format").GetProperty("json_schema").GetProperty("schema"),
        "responses" => stage.Sent().GetProperty("text").GetProperty("format").GetProperty("schema"),
        "messages" => stage.Sent().GetProperty("output_config").GetProperty("format").GetProperty("schema"),
        _ => stage.Sent().GetProperty("generationConfig").GetProperty("responseJsonSchema"),
    };

    /// <summary>The name of the tool that must be called.</summary>
    public static string? SentForcedTool(this SdkStage stage, string kind) => kind switch
    {
        "chat" => Text(stage.Sent().GetProperty("tool_choice").GetProperty("function"), "name"),
        "gemini" => stage.Sent().GetProperty("toolConfig").GetProperty("functionCallingConfig").GetProperty("allowedFunctionNames")[0].GetString(),
        _ => Text(stage.Sent().GetProperty("tool_choice"), "name"),
    };

    /// <summary>Whether parallel calls were forbidden.</summary>
    public static bool SentOneCallOnly(this SdkStage stage, string kind) => kind switch
    {
        "messages" => stage.Sent().GetProperty("tool_choice").GetProperty("disable_parallel_tool_use").GetBoolean(),
        _ => !stage.Sent().GetProperty("parallel_tool_calls").GetBoolean(),
    };

    /// <summary>The parts of the first message: <c>text</c>, <c>image</c> or <c>file</c>, and the text, the address or the <c>data:</c> URL.</summary>
    public static (string Kind, string? Value)[] SentParts(this SdkStage stage, string kind)
    {
        var body = stage.Sent();
        return kind switch
        {
            "chat" => [.. Items(body, "messages", "content").Select(Chat)],
            "responses" => [.. Items(body, "input", "content").Select(Responses)],
            "messages" => [.. Items(body, "messages", "content").Select(Messages)],
            _ => [.. Items(body, "contents", "parts").Select(Gemini)],
        };
    }

    private static (string, string?) Chat(JsonElement part) => Text(part, "type") switch
    {
        "text" => ("text", Text(part, "text")),
        "image_url" => ("image", Text(part.GetProperty("image_url"), "url")),
        _ => ("file", Text(part.GetProperty("file"), "file_data")),
    };

    private static (string, string?) Responses(JsonElement part) => Text(part, "type") switch
    {
        "input_text" => ("text", Text(part, "text")),
        "input_image" => ("image", Text(part, "image_url")),
        _ => ("file", Text(part, "file_data")),
    };

    private static (string, string?) Messages(JsonElement part)
    {
        if (Text(part, "type") == "text") return ("text", Text(part, "text"));
        var source = part.GetProperty("source");
        var value = Text(source, "type") == "url" ? Text(source, "url") : $"data:{Text(source, "media_type")};base64,{Text(source, "data")}";
        return (Text(part, "type") == "image" ? "image" : "file", value);
    }

    private static (string, string?) Gemini(JsonElement part)
    {
        if (part.TryGetProperty("text", out var text)) return ("text", text.GetString());
        var isInside = part.TryGetProperty("inlineData", out var data);
        if (!isInside) data = part.GetProperty("fileData");
        var type = Text(data, "mimeType");
        return (type!.StartsWith("image/", StringComparison.Ordinal) ? "image" : "file", isInside ? $"data:{type};base64,{Text(data, "data")}" : Text(data, "fileUri"));
    }

    private static JsonElement.ArrayEnumerator Items(JsonElement body, string turns, string parts) => body.GetProperty(turns)[0].GetProperty(parts).EnumerateArray();

    private static string? Text(JsonElement holder, string name) => holder.GetProperty(name).GetString();
}
