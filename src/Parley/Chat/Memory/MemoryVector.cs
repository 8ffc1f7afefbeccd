namespace Parley.Chat.Memory;

/// <summary>What a memory means, by one model. Goes with the memory.</summary>
internal sealed class MemoryVector
{
    public const int MaxModel = 300;

    public required Guid MemoryId { get; init; }

    /// <summary><see cref="MemoryKey"/> of the text that was embedded: the memory may say something else by now.</summary>
    public required string TextKey { get; set; }

    /// <summary><see cref="MemoryModel.KeyOf"/>.</summary>
    public required string Model { get; set; }

    /// <summary>See <see cref="Meaning"/>.</summary>
    public required byte[] Values { get; set; }
}
