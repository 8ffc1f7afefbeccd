using Parley.Chat.Model;

namespace Parley.Chat.Transfer;

/// <summary>A conversation out of somebody's file, in terms of its own ids.</summary>
internal sealed record ImportedConversation
{
    /// <summary>Where from, and its id there: <c>chatgpt:...</c>, <c>claude:...</c>, <c>parley:...</c>.</summary>
    public required string Origin { get; init; }

    public required string Title { get; init; }

    public required DateTimeOffset? CreatedAt { get; init; }

    public required DateTimeOffset? UpdatedAt { get; init; }

    public string? Folder { get; init; }

    public bool IsPinned { get; init; }

    public bool IsArchived { get; init; }

    public string? Model { get; init; }

    public string? Parameters { get; init; }

    public string? HeadId { get; init; }

    public required IReadOnlyList<ImportedMessage> Messages { get; init; }
}

/// <summary>A message out of somebody's file.</summary>
internal sealed record ImportedMessage(string Id, string? ParentId, MessageRole Role, string Text, DateTimeOffset? CreatedAt)
{
    public string? Model { get; init; }

    public string? Provider { get; init; }

    public string? AnsweredBy { get; init; }

    public decimal? CostUsd { get; init; }

    public string? Reasoning { get; init; }

    public MessageStatus Status { get; init; } = MessageStatus.Complete;

    public string? FinishReason { get; init; }

    public string? Problem { get; init; }

    public long? InputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public string? Tools { get; init; }

    public int? Feedback { get; init; }

    public string? FeedbackText { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Files that went with it, for who still has them.</summary>
    public IReadOnlyList<Guid> FileIds { get; init; } = [];
}
