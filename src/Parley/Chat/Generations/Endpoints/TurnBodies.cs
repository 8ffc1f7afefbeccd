using System.ComponentModel;
using Parley.Chat.Model;
using Parley.Shared;

namespace Parley.Chat.Generations.Endpoints;

/// <summary>Another wording of a message.</summary>
internal sealed record EditWanted(
    [property: Description("What is said instead.")] string Text,
    [property: Description("The model or route that is asked; without it the conversation's.")] string? Model = null) : IChecked
{
    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        var mistakes = new Dictionary<string, string[]>(StringComparer.Ordinal);
        TurnText.Check("text", Text, hasFiles: false, mistakes);
        TurnText.CheckModel(Model, mistakes);
        return mistakes;
    }
}

/// <summary>Another answer, or the rest of one.</summary>
internal sealed record AnswerWanted([property: Description("The model or route that is asked; without it the conversation's.")] string? Model = null) : IChecked
{
    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        var mistakes = new Dictionary<string, string[]>(StringComparer.Ordinal);
        TurnText.CheckModel(Model, mistakes);
        return mistakes;
    }
}

/// <summary>An answer that is being made.</summary>
internal sealed record AnswerBegun(
    [property: Description("The answer.")] Guid MessageId,
    [property: Description("Its stream: GET /api/v1/chat/streams/{id}.")] Guid StreamId,
    Guid ConversationId);

/// <summary>A whole answer.</summary>
internal sealed record ChatAnswer(
    Guid ConversationId, Guid MessageId, string Text, string? Model, string? FinishReason, MessageStatus Status, ChatUsage? Usage);

/// <summary>Tokens of an answer.</summary>
internal sealed record ChatUsage(long? InputTokens, long? OutputTokens);

/// <summary>An answer's stream in a list.</summary>
internal sealed record StreamShown(
    Guid Id, Guid ConversationId, Guid MessageId,
    [property: Description("streaming while it is made; afterwards how the answer ended.")] MessageStatus State,
    string? Model, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);

/// <summary>A summary of the older part of a branch, as a model is given it.</summary>
internal sealed record SummaryShown(
    Guid Id, [property: Description("The last message that it covers; everything before it is covered, too.")] Guid UpToId, int Messages, string Text, string Model, string? Provider,
    [property: Description("Cost and tokens stand under it in /api/v1/usage/events.")] string RequestId, long? InputTokens, long? OutputTokens, DateTimeOffset CreatedAt);
