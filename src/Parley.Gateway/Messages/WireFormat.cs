namespace Parley.Gateway.Messages;

/// <summary>A wire format that clients and upstreams speak. See <c>docs/architecture.md</c>.</summary>
public enum WireFormat : byte
{
    /// <summary>OpenAI Chat Completions, and embeddings, which share its envelope and errors.</summary>
    Chat,

    /// <summary>Anthropic Messages.</summary>
    Messages,

    /// <summary>OpenAI Responses.</summary>
    Responses,

    /// <summary>Google generateContent.</summary>
    Gemini,
}

/// <summary>What a caller wants done.</summary>
public enum LlmOperation : byte
{
    /// <summary>Generate an answer.</summary>
    Generate,

    /// <summary>Count the tokens of a prompt; nothing is generated.</summary>
    CountTokens,

    /// <summary>Embed text; same format through only.</summary>
    Embed,
}

/// <summary>Names of formats and operations as they stand in usage records and metric labels.</summary>
public static class WireNames
{
    /// <summary>The format's name: <c>chat</c>, <c>messages</c>, <c>responses</c>, <c>gemini</c>.</summary>
    public static string Name(this WireFormat format) => format switch
    {
        WireFormat.Chat => "chat",
        WireFormat.Messages => "messages",
        WireFormat.Responses => "responses",
        WireFormat.Gemini => "gemini",
        _ => throw new ArgumentOutOfRangeException(nameof(format)),
    };

    /// <summary>The operation's name in OpenTelemetry's GenAI vocabulary (<c>gen_ai.operation.name</c>).</summary>
    public static string Name(this LlmOperation operation) => operation switch
    {
        LlmOperation.Generate => "chat",
        LlmOperation.CountTokens => "count_tokens",
        LlmOperation.Embed => "embeddings",
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };
}
