using System.Text.Json;

namespace Parley.Gateway.Messages;

/// <summary>A part of a turn, or of a tool's result.</summary>
public abstract record ContentPart
{
    /// <summary>Anthropic's cache mark on this part (<c>cache_control</c>), raw; undefined when there is none.</summary>
    public JsonElement CacheControl { get; init; }

    /// <summary>The words of a part that is nothing else: a text, or a document given as text. Null for all others.</summary>
    public string? OnlyText => this switch
    {
        TextPart text => text.Text,
        DocumentPart { Source: TextSource text } => text.Text,
        _ => null,
    };
}

/// <summary>Text.</summary>
public sealed record TextPart(string Text) : ContentPart;

/// <summary>A refusal that the assistant spoke earlier.</summary>
public sealed record RefusalPart(string Text) : ContentPart;

/// <summary>An image. <paramref name="Detail"/>: OpenAI's <c>low</c>, <c>high</c>, <c>auto</c>, or null.</summary>
public sealed record ImagePart(MediaSource Source, string? Detail) : ContentPart;

/// <summary>A picture that the assistant made earlier. Few vendors take one back.</summary>
public sealed record GeneratedImagePart(Base64Source Source) : ContentPart;

/// <summary>A document (PDF, or plain text).</summary>
public sealed record DocumentPart(MediaSource Source, string? Name) : ContentPart
{
    /// <summary>Which of Anthropic's blocks it is, <c>document</c> or <c>search_result</c>; null for a file of OpenAI's formats.</summary>
    public string? Form { get; init; }

    /// <summary>Anthropic's <c>context</c> (words about the document, not to be cited), or a search result's <c>source</c>.</summary>
    public string? Context { get; init; }

    /// <summary>Anthropic's switch for citations.</summary>
    public bool Citations { get; init; }
}

/// <summary>Sound in the prompt (OpenAI's <c>input_audio</c>). <paramref name="Format"/>: <c>wav</c>, <c>mp3</c>.</summary>
public sealed record AudioPart(JsonElement Base64, string Format) : ContentPart;

/// <summary>A call that the assistant made. <paramref name="Arguments"/> is a JSON document; empty means <c>{}</c>.</summary>
public sealed record ToolCallPart(string Id, string Name, string Arguments) : ContentPart
{
    /// <summary>The free text of a custom tool's call, of which the arguments are made; null for a function's.</summary>
    public string? Input { get; init; }

    /// <summary>Google's thought signature of the call, opaque, for the vendor that made it; null when there is none.</summary>
    public string? Signature { get; init; }
}

/// <summary>The result of a call, in a user turn.</summary>
public sealed record ToolResultPart(string CallId, List<ContentPart> Content, bool IsError) : ContentPart;

/// <summary>Reasoning of an earlier assistant turn: crosses formats as text only, where the target takes such text.</summary>
public sealed record ReasoningPart(string Text, string? Signature) : ContentPart;

/// <summary>A part that only its own vendor understands; dropped, and named by <paramref name="Type"/>.</summary>
public sealed record OpaquePart(string Type) : ContentPart;
