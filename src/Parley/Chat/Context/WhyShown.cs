using System.ComponentModel;
using Parley.Chat.Conversations;

namespace Parley.Chat.Context;

/// <summary>What an answer was made of.</summary>
internal sealed record WhyShown(
    Guid MessageId, [property: Description("The model or the route that was asked for.")] string? Model, string? Provider,
    [property: Description("The model that gave it, by the provider's own name.")] string? AnsweredBy,
    [property: Description("The persona that answered; null for nobody in particular.")] WhyPersona? Persona,
    [property: Description("The memories that the model was told, best first.")] IReadOnlyList<WhyMemory> Memories,
    [property: Description("How they were chosen: all (there was room for all), words (a full-text rank; recency where words do not decide), embeddings (by meaning; context.memoryModel says whose). Null where nothing is remembered.")] string? MemoryRanking,
    [property: Description("What of the conversation the model was given; null where that is not known.")] ContextUsed? Context,
    [property: Description("The summary of older messages that it was given; null for none.")] WhySummary? Summary,
    [property: Description("The files of the messages that it was given.")] IReadOnlyList<FileOfMessage> Files,
    [property: Description("The request in the ledger; null where the model was not asked.")] string? RequestId,
    long? InputTokens, long? OutputTokens,
    [property: Description("What it cost by the catalogue's prices; null where they are not known.")] MessageCost? Cost);
