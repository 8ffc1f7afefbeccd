namespace Parley.Gateway.Messages;

/// <summary>What an <see cref="LlmEvent"/> says, with the members that it carries.</summary>
public enum LlmEventKind : byte
{
    /// <summary>The answer begins: <c>Id</c> (the vendor's id of the answer), <c>Name</c> (the vendor's model name). First, once.</summary>
    Started,

    /// <summary>A content block begins: <c>Block</c>, <c>BlockKind</c>; for a tool call, custom or not, <c>Id</c>, <c>Name</c> and
    /// <c>Text</c> (Google's thought signature, if it is known by then); for redacted reasoning and opaque blocks <c>Json</c>; for a picture <c>Name</c> (its media type) and
    /// <c>Text</c> (its base64). Blocks are numbered 0, 1, 2 in order of their start.
    /// Several may be open at once (interleaved parallel tool calls).</summary>
    BlockStarted,

    /// <summary>Text of a block: <c>Block</c>, <c>Text</c>: answer, reasoning, refusal, or a tool call's argument JSON
    /// (the pieces of a JSON document, as the inside of a string) or a custom call's input, by the kind of the block. Of text and refusals also
    /// <c>Json</c>: OpenAI's array of the log probabilities of its tokens, where the caller asked for them; then the text may be empty.</summary>
    Delta,

    /// <summary>A piece of the signature of reasoning (opaque proof of it), which crosses only within a format; or that of a tool call, whole,
    /// when it comes after its beginning: <c>Block</c>, <c>Text</c>.</summary>
    Signature,

    /// <summary>A citation on a text block: <c>Block</c>, <c>Citation</c>.</summary>
    Citation,

    /// <summary>A content block ends: <c>Block</c>.</summary>
    BlockStopped,

    /// <summary>Usage so far: <c>Usage</c>, <c>Json</c> (the vendor's raw usage object). Later ones replace earlier ones.</summary>
    Usage,

    /// <summary>Why the answer ends: <c>Finish</c>, and <c>Text</c> (the stop sequence that was met, if the vendor names it), and <c>Name</c>
    /// (the provider that went on with an answer which another one broke off). Once.</summary>
    Finished,

    /// <summary>The vendor's stream came to its proper end. Last, once; nothing follows.</summary>
    Completed,

    /// <summary>The answer failed after it began: <c>Fault</c>. Last, once; nothing follows.</summary>
    Failed,

    /// <summary>A sign of life (Anthropic's <c>ping</c>, a comment).</summary>
    Ping,
}
