namespace Parley.Chat.Generations;

/// <summary>A turn that is durable: what was written, and whether it was written just now.</summary>
/// <param name="GenerationId">The making of the answer; also its stream.</param>
/// <param name="ConversationId">Where.</param>
/// <param name="MessageId">The answer.</param>
/// <param name="QuestionId">The last message that the model is given: what is answered, or the answer that is gone on with.</param>
/// <param name="IsNew">False for a send that was repeated: somebody makes that answer already, or has made it.</param>
internal sealed record TurnBegun(Guid GenerationId, Guid ConversationId, Guid MessageId, Guid QuestionId, bool IsNew)
{
    public required string Model { get; init; }

    /// <summary>What there is of the answer already, where it is gone on with.</summary>
    public string Text { get; init; } = "";

    public string Reasoning { get; init; } = "";

    public Guid? PersonaId { get; init; }

    public bool Continues { get; init; }

    /// <summary>Another answer is wanted than one that may be kept.</summary>
    public bool IsAnew { get; init; }
}
