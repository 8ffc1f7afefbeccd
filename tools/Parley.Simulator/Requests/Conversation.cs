using System.Text.Json;
using Parley.Simulator.Gemini;
using Parley.Simulator.Responses;

namespace Parley.Simulator.Requests;

/// <summary>The parts of a request that an attentive model looks at. Read only for answers that depend on them.</summary>
internal sealed class Conversation
{
    public string LastUserText { get; init; } = "";

    /// <summary>Texts of the tool results that end the conversation; empty when the turn is the user's.</summary>
    public IReadOnlyList<string> ToolResults { get; init; } = [];

    public IReadOnlyList<string> ToolNames { get; init; } = [];

    public IReadOnlyList<string> StopSequences { get; init; } = [];

    public int? MaxTokens { get; init; }

    /// <summary>Reads a request of any format: each names its turns differently.</summary>
    public static Conversation Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        if (JsonLook.Get(root, "contents") is not null) return GeminiConversation.Read(root);
        return JsonLook.Get(root, "input") is not null ? ResponsesConversation.Read(root) : MessageConversation.Read(root);
    }
}
