using Parley.Chat.Context;

namespace Parley.Chat.Pages.Why;

/// <summary>What an answer was made of, for its page and its dialog.</summary>
public sealed record WhyView
{
    public required Guid ConversationId { get; init; }

    public required Guid MessageId { get; init; }

    public string? Model { get; init; }

    public string? Provider { get; init; }

    public string? AnsweredBy { get; init; }

    /// <summary>With its currency; null where no price is known.</summary>
    public string? Cost { get; init; }

    public Guid? PersonaId { get; init; }

    /// <summary>Null when it was deleted since.</summary>
    public string? PersonaName { get; init; }

    public int? PersonaVersion { get; init; }

    public int? PersonaNow { get; init; }

    /// <summary>Id and text of each; the text is null where it was forgotten since.</summary>
    public IReadOnlyList<(Guid Id, string? Text)> Memories { get; init; } = [];

    /// <summary>How they were chosen; null where that is not known.</summary>
    public string? MemoryRanking { get; init; }

    /// <summary>The model that judged their meaning.</summary>
    public string? MemoryModel { get; init; }

    /// <summary>Name and address of each; the name is null where it was deleted since.</summary>
    public IReadOnlyList<(string? Name, string? Path)> Files { get; init; } = [];

    /// <summary>Messages that the model was given as they are; null where that is not known.</summary>
    public int? Messages { get; init; }

    public int LeftOut { get; init; }

    /// <summary>Older messages were given in short.</summary>
    public bool IsSummarised { get; init; }

    /// <summary>How many, and the text; null where the summary was made anew since.</summary>
    public int? SummaryMessages { get; init; }

    public string? Summary { get; init; }

    public long? InputTokens { get; init; }

    /// <summary>What the prompt was taken to need, where nobody reported.</summary>
    public long? Estimate { get; init; }

    public long? OutputTokens { get; init; }

    public string? RequestId { get; init; }

    internal static WhyView Of(Guid conversationId, WhyShown w) => new()
    {
        ConversationId = conversationId, MessageId = w.MessageId, Model = w.Model, Provider = w.Provider, AnsweredBy = w.AnsweredBy, Cost = w.Cost is { } cost ? $"{cost.Amount} {cost.Currency}" : null, PersonaId = w.Persona?.Id, PersonaName = w.Persona?.Name, PersonaVersion = w.Persona?.Version,
        PersonaNow = w.Persona?.CurrentVersion, Memories = [.. w.Memories.Select(m => (m.Id, m.Text))], MemoryRanking = w.MemoryRanking, MemoryModel = w.Context?.MemoryModel, Files = [.. w.Files.Select(f => (f.Name, f.ContentUrl))], Messages = w.Context?.Messages,
        LeftOut = w.Context?.LeftOut ?? 0, IsSummarised = w.Summary is not null, SummaryMessages = w.Summary?.Messages, Summary = w.Summary?.Text, InputTokens = w.InputTokens, Estimate = w.Context?.Tokens,
        OutputTokens = w.OutputTokens, RequestId = w.RequestId,
    };
}
