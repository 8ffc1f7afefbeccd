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
