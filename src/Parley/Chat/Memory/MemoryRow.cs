namespace Parley.Chat.Memory;

/// <summary>Something that one of a person's personas knows of them.</summary>
internal sealed class MemoryRow
{
    public const int MaxText = 1_000, MostPerPersona = 500;

    /// <summary>Version 7, so that ids sort by time.</summary>
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    public required Guid PersonaId { get; init; }

    /// <summary>Empty for a proposal that was turned down.</summary>
    public required string Text { get; set; }

    /// <summary><see cref="MemoryKey"/> of the text, so that the same is never kept twice, nor proposed again once it was turned down.</summary>
    public required string TextKey { get; set; }

    public required MemoryState State { get; set; }

    public required MemorySource Source { get; init; }

    /// <summary>The message that it was taken from; null for written by hand.</summary>
    public Guid? MessageId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Counts the changes, for <c>ETag</c>.</summary>
    public required int Version { get; set; }
}
