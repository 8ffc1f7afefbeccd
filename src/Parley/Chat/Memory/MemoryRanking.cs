namespace Parley.Chat.Memory;

/// <summary>By what memories were chosen, as answers keep it.</summary>
internal static class MemoryRanking
{
    /// <summary>There was room for all.</summary>
    public const string All = "all";

    /// <summary>A full-text rank; recency where words do not decide.</summary>
    public const string Words = "words";

    /// <summary>The vectors of an embedding model.</summary>
    public const string Embeddings = "embeddings";
}
