using System.ComponentModel;

namespace Parley.Chat.Context;

/// <summary>What an answer was made of.</summary>
internal sealed record WhyShown(
    Guid MessageId, string? Model, string? Provider,
    [property: Description("The persona that answered; null for nobody in particular.")] WhyPersona? Persona,
    [property: Description("The memories that the model was told, best first.")] IReadOnlyList<WhyMemory> Memories,
    [property: Description("What relevance of memories is judged by: words, a full-text rank; recency decides where words do not.")] string MemoryRanking,
    [property: Description("What of the conversation the model was given; null where that is not known.")] ContextUsed? Context);
