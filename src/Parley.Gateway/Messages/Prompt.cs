using System.Text.Json;

namespace Parley.Gateway.Messages;

/// <summary>
/// A request to generate, in words that all formats share. Made only when client and upstream speak different formats
/// (or for the demo model, or to estimate tokens); otherwise the client's bytes go through unread.
/// </summary>
/// <remarks><see cref="JsonElement"/>s belong to the <see cref="JsonDocument"/> of the client's body, which outlives the call.
/// A writer names in <c>x-parley-dropped</c> every member that the target cannot carry, by the name that the caller
/// used: readers record those names in <see cref="Names"/> where the client's name is not the obvious one.</remarks>
public sealed class Prompt
{
    /// <summary>System, developer and instruction texts, in order.</summary>
    public List<TextPart> System { get; } = [];

    /// <summary>The conversation, in order. Neighbours may share a role; writers join them where their format must.</summary>
    public List<Turn> Turns { get; } = [];

    /// <summary>The caller's tools.</summary>
    public List<ToolDefinition> Tools { get; } = [];

    /// <summary>Which tool the model may or must call; null when the caller said nothing.</summary>
    public ToolChoice? ToolChoice { get; set; }

    /// <summary>False forbids several tool calls in one turn; null when the caller said nothing.</summary>
    public bool? ParallelToolCalls { get; set; }

    /// <summary>Most tokens to generate, reasoning included; null when the caller said nothing.</summary>
    public long? MaxOutputTokens { get; set; }

    /// <summary>Sampling temperature in the caller's scale (OpenAI 0 to 2, Anthropic 0 to 1).</summary>
    public double? Temperature { get; set; }

    /// <summary>Nucleus sampling.</summary>
    public double? TopP { get; set; }

    /// <summary>Sampling from the k likeliest tokens.</summary>
    public long? TopK { get; set; }

    /// <summary>OpenAI's presence penalty.</summary>
    public double? PresencePenalty { get; set; }

    /// <summary>OpenAI's frequency penalty.</summary>
    public double? FrequencyPenalty { get; set; }

    /// <summary>Sampling seed.</summary>
    public long? Seed { get; set; }

    /// <summary>Number of answers wanted; null or 1 for one.</summary>
    public long? Choices { get; set; }

    /// <summary>Sequences that end the answer.</summary>
    public List<string> StopSequences { get; } = [];

    /// <summary>How much to reason; null when the caller said nothing.</summary>
    public Reasoning? Reasoning { get; set; }

    /// <summary>The form of the answer; null for free text.</summary>
    public OutputFormat? OutputFormat { get; set; }

    /// <summary>The caller's own name for its end user (<c>user</c>, <c>safety_identifier</c>, <c>metadata.user_id</c>).</summary>
    public string? User { get; set; }

    /// <summary>Fields of the request that no other format knows, by the caller's names: dropped, and named.</summary>
    public List<string> Unshared { get; } = [];

    /// <summary>The caller's name of a shared member where it differs by format or version, keyed by the property's
    /// name: <c>MaxOutputTokens</c> to <c>max_completion_tokens</c>, for example.</summary>
    public Dictionary<string, string> Names { get; } = [];
}

/// <summary>Who speaks in a turn.</summary>
public enum TurnRole : byte
{
    /// <summary>The person, or the results of tools.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}

/// <summary>One message of the conversation.</summary>
public sealed record Turn(TurnRole Role, List<ContentPart> Parts);

/// <summary>A part of a turn, or of a tool's result.</summary>
public abstract record ContentPart
{
    /// <summary>Anthropic's cache mark on this part (<c>cache_control</c>), raw; undefined when there is none.</summary>
    public JsonElement CacheControl { get; init; }
}

/// <summary>Text.</summary>
public sealed record TextPart(string Text) : ContentPart;

/// <summary>A refusal that the assistant spoke earlier.</summary>
public sealed record RefusalPart(string Text) : ContentPart;

/// <summary>An image. <paramref name="Detail"/>: OpenAI's <c>low</c>, <c>high</c>, <c>auto</c>, or null.</summary>
public sealed record ImagePart(MediaSource Source, string? Detail) : ContentPart;

/// <summary>A document (PDF, or plain text).</summary>
public sealed record DocumentPart(MediaSource Source, string? Name) : ContentPart
{
    /// <summary>Anthropic's <c>context</c>: words about the document, not to be cited.</summary>
    public string? Context { get; init; }

    /// <summary>Anthropic's switch for citations.</summary>
    public bool Citations { get; init; }
}

/// <summary>Sound in the prompt (OpenAI's <c>input_audio</c>). <paramref name="Format"/>: <c>wav</c>, <c>mp3</c>.</summary>
public sealed record AudioPart(JsonElement Base64, string Format) : ContentPart;

/// <summary>A call that the assistant made. <paramref name="Arguments"/> is a JSON document; empty means <c>{}</c>.</summary>
public sealed record ToolCallPart(string Id, string Name, string Arguments) : ContentPart;

/// <summary>The result of a call, in a user turn.</summary>
public sealed record ToolResultPart(string CallId, List<ContentPart> Content, bool IsError) : ContentPart;

/// <summary>Reasoning of an earlier assistant turn: crosses formats as text only, where the target takes such text.</summary>
public sealed record ReasoningPart(string Text, string? Signature) : ContentPart;

/// <summary>A part that only its own vendor understands; dropped, and named by <paramref name="Type"/>.</summary>
public sealed record OpaquePart(string Type) : ContentPart;

/// <summary>Where an image or document is.</summary>
public abstract record MediaSource;

/// <summary>Bytes in base64, as a JSON string (not decoded: it may be many megabytes). <paramref name="MediaType"/>: <c>image/png</c>.</summary>
/// <param name="MediaType">IANA media type.</param>
/// <param name="Data">The JSON string that holds the base64 data, or a data URL of which the data start at <paramref name="Offset"/>.</param>
/// <param name="Offset">Where the base64 data begin in the decoded string: 0, or behind the comma of a data URL.</param>
public sealed record Base64Source(string MediaType, JsonElement Data, int Offset = 0) : MediaSource;

/// <summary>Plain text as a document.</summary>
public sealed record TextSource(string Text) : MediaSource;

/// <summary>A web address.</summary>
public sealed record UrlSource(string Url) : MediaSource;

/// <summary>A file that was uploaded to the vendor: means nothing to another vendor.</summary>
public sealed record FileSource(string FileId) : MediaSource;

/// <summary>A tool of the caller. <paramref name="Schema"/>: JSON Schema of its arguments; undefined when none was given.</summary>
public sealed record ToolDefinition(string Name, string? Description, JsonElement Schema)
{
    /// <summary>Arguments must follow the schema; null when the caller said nothing.</summary>
    public bool? Strict { get; init; }

    /// <summary>Anthropic's cache mark, raw; undefined when there is none.</summary>
    public JsonElement CacheControl { get; init; }
}

/// <summary>How the model chooses a tool.</summary>
public enum ToolChoiceMode : byte
{
    /// <summary>As it likes.</summary>
    Auto,

    /// <summary>None.</summary>
    None,

    /// <summary>At least one (OpenAI's <c>required</c>, Anthropic's <c>any</c>).</summary>
    Required,

    /// <summary>The named one.</summary>
    Named,
}

/// <summary>Which tool to call. <paramref name="Name"/> only with <see cref="ToolChoiceMode.Named"/>.</summary>
public sealed record ToolChoice(ToolChoiceMode Mode, string? Name = null);

/// <summary>How much to reason: an effort in words, a budget in tokens, or only on and off.</summary>
/// <param name="Enabled">False: do not reason.</param>
/// <param name="Effort"><c>none</c>, <c>minimal</c>, <c>low</c>, <c>medium</c>, <c>high</c>, <c>xhigh</c>, <c>max</c> or a vendor's newer word; null when only a budget was given.</param>
/// <param name="BudgetTokens">Most tokens for reasoning; null when only an effort was given.</param>
public sealed record Reasoning(bool Enabled, string? Effort, long? BudgetTokens);

/// <summary>The form of the answer. <paramref name="Schema"/> undefined: any JSON object.</summary>
public sealed record OutputFormat(JsonElement Schema, string? Name, string? Description, bool? Strict);
