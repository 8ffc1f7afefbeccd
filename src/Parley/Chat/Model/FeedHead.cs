namespace Parley.Chat.Model;

/// <summary>How far a person's feed is. Whoever appends holds this row until the commit, so that numbers and commits have one order.</summary>
internal sealed class FeedHead
{
    public required Guid UserId { get; init; }

    public long Last { get; set; }
}
