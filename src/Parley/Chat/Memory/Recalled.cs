namespace Parley.Chat.Memory;

/// <summary>What a model is told of what is remembered.</summary>
/// <param name="Memories">Best first.</param>
/// <param name="Ranking">One of <see cref="MemoryRanking"/>; null where nothing is remembered.</param>
/// <param name="Model">The model that embeds, where it decided.</param>
internal sealed record Recalled(IReadOnlyList<(Guid Id, string Text)> Memories, string? Ranking, string? Model = null)
{
    public static Recalled Nothing { get; } = new([], null);
}
