using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;
using Parley.Shared;

namespace Parley.Chat.Context;

/// <summary>What an answer was made of, as it is kept with it: a person can see it.</summary>
/// <param name="Messages">Messages that the model was given as they are.</param>
/// <param name="SummaryId">The summary of older ones that it was given; null for none.</param>
/// <param name="LeftOut">Older messages that it was not given, not even in short.</param>
/// <param name="Tokens">About how many tokens the prompt takes.</param>
internal sealed record ContextUsed(int Messages, Guid? SummaryId, int LeftOut, long Tokens)
{
    [Description("How its memories were chosen: all (there was room for all), words (a full-text rank; recency where words do not decide), embeddings (by meaning). Absent where nothing is remembered."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MemoryRanking { get; init; }

    [Description("The embedding model that judged the meaning."), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? MemoryModel { get; init; }

    public static ContextUsed Read(string kept) => JsonSerializer.Deserialize<ContextUsed>(kept, StrictJson.Lenient)!;
}
