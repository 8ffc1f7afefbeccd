using System.Text.Json;

namespace Parley.Gateway.Messages;

/// <summary>
/// A request to generate, in words that all formats share. Made only when client and upstream speak different formats
/// (or for the demo model, or to estimate tokens); otherwise the client's bytes go through unread.
/// </summary>
/// <remarks><see cref="JsonElement"/>s belong to the <see cref="JsonDocument"/> of the client's body, which outlives the call.
/// A writer names in <c>x-parley-dropped</c> every member that the target cannot carry, by the name that the caller
/// used: readers record those names in <see cref="Names"/> where the client's name is not the obvious one.</remarks>
public sealed record Prompt
{
    /// <summary>System, developer and instruction texts that stand before the conversation, in order.</summary>
    public List<TextPart> System { get; } = [];

    /// <summary>The conversation, in order. Neighbours may share a role; writers join them where their format must.</summary>
    public List<Turn> Turns { get; init; } = [];

    /// <summary>All instructions, those in the middle of the conversation behind the others.</summary>
    public IEnumerable<TextPart> Instructions => System.Concat(Turns.Where(turn => turn.Role == TurnRole.System).SelectMany(turn => turn.Parts).OfType<TextPart>());

    /// <summary>The caller's tools.</summary>
    public List<ToolDefinition> Tools { get; init; } = [];

    /// <summary>The caller named its tools <c>functions</c>, the first form of chat, which knows one call a turn.</summary>
    public bool LegacyTools { get; set; }

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

    /// <summary>Log probabilities of the answer's tokens are wanted; null for none.</summary>
    public LogprobsWish? Logprobs { get; set; }

    /// <summary>Number of answers wanted; null or 1 for one.</summary>
    public long? Choices { get; set; }

    /// <summary>Sequences that end the answer.</summary>
    public List<string> StopSequences { get; } = [];

    /// <summary>How much to reason; null when the caller said nothing.</summary>
    public Reasoning? Reasoning { get; set; }

    /// <summary>The form of the answer; null for free text.</summary>
    public OutputFormat? OutputFormat { get; set; }

    /// <summary>What the answer may consist of, in chat's words (<c>text</c>, <c>image</c>, <c>audio</c>); empty when the caller said nothing.</summary>
    public List<string> Modalities { get; } = [];

    /// <summary>The caller's own name for its end user (<c>user</c>, <c>safety_identifier</c>, <c>metadata.user_id</c>).</summary>
    public string? User { get; set; }

    /// <summary>Wishes that only OpenAI's two formats have words for.</summary>
    public List<OpenAiField> OpenAiFields { get; } = [];

    /// <summary>Fields of the request that no other format knows, by the caller's names: dropped, and named.</summary>
    public List<string> Unshared { get; } = [];

    /// <summary>The caller's name of a shared member where it differs by format or version, keyed by the property's
    /// name: <c>MaxOutputTokens</c> to <c>max_completion_tokens</c>, for example.</summary>
    public Dictionary<string, string> Names { get; } = [];

    /// <summary>Adds instructions where the conversation has come to.</summary>
    public void Instruct(IEnumerable<TextPart> texts)
    {
        if (Turns.Count == 0) System.AddRange(texts);
        else Turns.Add(new Turn(TurnRole.System, [.. texts]));
    }
}
