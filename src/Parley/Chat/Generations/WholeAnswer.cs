using Parley.Chat.Live;

namespace Parley.Chat.Generations;

/// <summary>An answer at its end, as its message is going to hold it.</summary>
internal sealed record WholeAnswer(Guid GenerationId, Guid MessageId, Guid ConversationId, Guid UserId, AnswerEnd End)
{
    public required string Text { get; init; }

    /// <summary>What of it was not told as a block yet; null for nothing.</summary>
    public BlockData? Last { get; init; }

    public string? Reasoning { get; init; }

    public string? Provider { get; init; }

    public string? AnsweredBy { get; init; }

    /// <summary>US dollars; null for not known.</summary>
    public decimal? CostUsd { get; init; }

    public string? RequestId { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public Guid? PersonaId { get; init; }

    public int? PersonaVersion { get; init; }

    public string? Memories { get; init; }

    public string? Context { get; init; }

    public string? Tools { get; init; }
}
