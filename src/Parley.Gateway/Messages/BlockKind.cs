namespace Parley.Gateway.Messages;

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

    /// <summary>A picture that the model made. It comes in one piece, with the start of its block.</summary>
    Image,

    /// <summary>A call of one of the caller's custom tools; its deltas are free text.</summary>
    CustomCall,
}
