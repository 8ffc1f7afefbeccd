namespace Parley.Gateway.Messages;

/// <summary>What an <see cref="LlmEvent"/> says, with the members that it carries.</summary>
public enum LlmEventKind : byte
{
    /// <summary>The answer begins: <c>Id</c> (the vendor's id of the answer), <c>Name</c> (the vendor's model name). First, once.</summary>
    Started,

    /// <summary>A content block begins: <c>Block</c>, <c>BlockKind</c>; for a tool call <c>Id</c> and <c>Name</c>; for
    /// redacted reasoning and opaque blocks <c>Json</c>. Blocks are numbered 0, 1, 2 in order of their start.
    /// Several may be open at once (interleaved parallel tool calls).</summary>
    BlockStarted,

    /// <summary>Text of a block: <c>Block</c>, <c>Text</c>: answer, reasoning, refusal, or a tool call's argument JSON
    /// (the pieces of a JSON document, as the inside of a string), by the kind of the block.</summary>
    Delta,

    /// <summary>A piece of a block's signature (opaque proof of reasoning): <c>Block</c>, <c>Text</c>. Crosses only within a format.</summary>
    Signature,

    /// <summary>A citation on a text block: <c>Block</c>, <c>Citation</c>.</summary>
    Citation,

    /// <summary>A content block ends: <c>Block</c>.</summary>
    BlockStopped,

    /// <summary>Usage so far: <c>Usage</c>, <c>Json</c> (the vendor's raw usage object). Later ones replace earlier ones.</summary>
    Usage,

    /// <summary>Why the answer ends: <c>Finish</c>, and <c>Text</c> (the stop sequence that was met, if the vendor names it). Once.</summary>
    Finished,

    /// <summary>The vendor's stream came to its proper end. Last, once; nothing follows.</summary>
    Completed,

    /// <summary>The answer failed after it began: <c>Fault</c>. Last, once; nothing follows.</summary>
    Failed,

    /// <summary>A sign of life (Anthropic's <c>ping</c>, a comment).</summary>
    Ping,
}

/// <summary>The kinds of content block.</summary>
public enum BlockKind : byte
{
    /// <summary>Answer text.</summary>
    Text,

    /// <summary>Reasoning in readable form (full or summary).</summary>
    Reasoning,

    /// <summary>Reasoning that only the vendor can read; <see cref="LlmEvent.Json"/> holds the vendor's block. Cannot cross formats.</summary>
    OpaqueReasoning,

    /// <summary>A call of one of the caller's tools; its deltas are argument JSON. No delta at all means <c>{}</c>.</summary>
    ToolCall,

    /// <summary>A refusal in words (OpenAI's <c>refusal</c>).</summary>
    Refusal,

    /// <summary>A block of the vendor that means nothing elsewhere (server tools and their results);
    /// <see cref="LlmEvent.Json"/> holds its start. Cannot cross formats, and never becomes a tool call of the client.</summary>
    Opaque,
}

/// <summary>A source that the model cites, in the members that formats share.</summary>
/// <param name="Url">Address of a web source, or null.</param>
/// <param name="Title">Title of the source, or null.</param>
/// <param name="CitedText">The quoted words, or null.</param>
/// <param name="DocumentIndex">Which document of the prompt (0-based), or null.</param>
/// <param name="StartIndex">First character of the answer that the citation covers, or null.</param>
/// <param name="EndIndex">Character after the last, or null.</param>
public sealed record Citation(string? Url, string? Title, string? CitedText, int? DocumentIndex, int? StartIndex, int? EndIndex);

/// <summary>
/// One thing that an answer says, whatever wire format it came in. A stream and a whole answer yield the same events:
/// <c>Started (BlockStarted (Delta | Signature | Citation)* BlockStopped)* Usage* Finished Usage* (Completed | Failed)</c>.
/// </summary>
/// <remarks>Text and JSON point into the upstream's buffer: valid until the next step of the answer.</remarks>
public readonly struct LlmEvent
{
    /// <summary>What this event says.</summary>
    public required LlmEventKind Kind { get; init; }

    /// <summary>The block's number, for events of a block.</summary>
    public int Block { get; init; }

    /// <summary>The block's kind; set on <see cref="LlmEventKind.BlockStarted"/>, <see cref="LlmEventKind.Delta"/> and <see cref="LlmEventKind.BlockStopped"/>.</summary>
    public BlockKind BlockKind { get; init; }

    /// <summary>Why the answer ends.</summary>
    public FinishReason Finish { get; init; }

    /// <summary>Text, by <see cref="Kind"/>.</summary>
    public JsonText Text { get; init; }

    /// <summary>The answer's id, or a tool call's.</summary>
    public JsonText Id { get; init; }

    /// <summary>The vendor's model name, or a tool's name.</summary>
    public JsonText Name { get; init; }

    /// <summary>The vendor's raw JSON, by <see cref="Kind"/>.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Usage in Parley's buckets.</summary>
    public Usage? Usage { get; init; }

    /// <summary>A cited source.</summary>
    public Citation? Citation { get; init; }

    /// <summary>What failed.</summary>
    public GatewayFault? Fault { get; init; }
}
