namespace Parley.Chat.Model;

/// <summary>A file that goes with a message.</summary>
internal sealed class MessageFile
{
    public required Guid MessageId { get; init; }

    public required Guid FileId { get; init; }

    /// <summary>Its place among the message's files, from 0.</summary>
    public int Place { get; init; }
}
