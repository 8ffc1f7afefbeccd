using System.ComponentModel;
using System.Text.Json;
using Parley.Chat.Model;

namespace Parley.Chat.Conversations;

/// <summary>A message as the API and the feed show it.</summary>
internal sealed record MessageShown(
    Guid Id, Guid ConversationId,
    [property: Description("What it follows or answers; null for a first message.")] Guid? ParentId,
    MessageRole Role,
    [property: Description("Markdown.")] string Text,
    [property: Description("What the model let see of its reasoning.")] string? Reasoning,
    MessageStatus Status,
    [property: Description("The model or route that was asked.")] string? Model, string? Provider, string? FinishReason,
    [property: Description("Why it failed or broke off.")] string? Problem,
    string? RequestId, long? InputTokens, long? OutputTokens, Guid? PersonaId, int? PersonaVersion,
    [property: Description("Ids of the memories that were used.")] JsonElement? Memories,
    [property: Description("Calls of tools, with their results.")] JsonElement? Tools,
    [property: Description("For an answer, what the model was given: messages (as they are), summaryId (of older ones, or null), leftOut (older messages that it was not given, not even in short), tokens (about how many).")] JsonElement? Context,
    [property: Description("What the person thinks of it; null for no word.")] Rating? Rating,
    string? Comment,
    DateTimeOffset CreatedAt, DateTimeOffset? CompletedAt,
    IReadOnlyList<FileOfMessage> Files,
    [property: Description("All messages that follow the same one, this one included, oldest first: its place among them is which of how many branches is shown.")] IReadOnlyList<Guid> Siblings,
    [property: Description("For an answer: the model that gave it, by the provider's own name.")] string? AnsweredBy,
    [property: Description("What it cost by the catalogue's prices of that moment; null where they are not known. The usage records are what counts.")] MessageCost? Cost)
{
    /// <param name="m">The message.</param>
    /// <param name="files">Its files, in their order.</param>
    /// <param name="siblings">Null where nobody looked: the message alone.</param>
    public static MessageShown Of(Message m, IEnumerable<FileOfMessage> files, IReadOnlyList<Guid>? siblings = null) => new(
        m.Id, m.ConversationId, m.ParentId, m.Role, m.Text, m.Reasoning, m.Status, m.Model, m.Provider, m.FinishReason, m.Problem,
        m.RequestId, m.InputTokens, m.OutputTokens, m.PersonaId, m.PersonaVersion, Parse(m.Memories), Parse(m.Tools), Parse(m.Context),
        m.Feedback switch { > 0 => Conversations.Rating.Good, < 0 => Conversations.Rating.Bad, _ => null }, m.FeedbackText,
        m.CreatedAt, m.CompletedAt, [.. files], siblings ?? [m.Id], m.AnsweredBy, MessageCost.Of(m.CostUsd));

    private static JsonElement? Parse(string? json) => json is null ? null : JsonElement.Parse(json);
}

internal enum Rating
{
    Good,
    Bad,
}
