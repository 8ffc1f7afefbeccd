namespace Parley.Chat.Search;

/// <summary>A message, or with no message a title, that contains what was looked for.</summary>
internal sealed class SearchHit
{
    public Guid ConversationId { get; set; }

    public Guid? MessageId { get; set; }

    /// <summary>Its place in the order of results; greater is newer.</summary>
    public long Place { get; set; }
}
