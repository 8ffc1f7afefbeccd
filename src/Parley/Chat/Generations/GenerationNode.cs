namespace Parley.Chat.Generations;

/// <summary>This process among those that make answers.</summary>
internal sealed class GenerationNode(TimeProvider time)
{
    public string Name { get; } = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
}
