namespace Parley.Chat.Model;

/// <summary>Something durable that concerns one person: what a tab, a device or a client must hear of, in order.</summary>
internal sealed class FeedEvent
{
    public required Guid UserId { get; init; }

    /// <summary>1, 2, 3 for each person, without gaps, in the order of the commits.</summary>
    public required long Seq { get; init; }

    public required string Kind { get; init; }

    /// <summary>JSON.</summary>
    public required string Data { get; init; }

    public required DateTimeOffset At { get; init; }
}
