namespace Parley.Gateway.Messages;

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
        LlmOperation.GenerateImage => "image_generation",
        LlmOperation.EditImage => "image_edit",
        LlmOperation.Speak => "speech",
        LlmOperation.Transcribe => "transcription",
        LlmOperation.Compact => "compaction",
        _ => throw new ArgumentOutOfRangeException(nameof(operation)),
    };

    /// <summary>Pictures and sound: OpenAI's format only, whatever the upstream speaks otherwise, and metered in units of their own.</summary>
    internal static bool IsMedia(this LlmOperation operation) => operation is >= LlmOperation.GenerateImage and <= LlmOperation.Transcribe;

    /// <summary>Its request is a conversation, in a format that clients speak.</summary>
    internal static bool IsOfConversation(this LlmOperation operation) => operation is LlmOperation.Generate or LlmOperation.CountTokens or LlmOperation.Compact;
}
