namespace Parley.Chat.Model;

/// <summary>How far a message is. The names go over the wire and into the database.</summary>
internal enum MessageStatus
{
    Complete,

    /// <summary>It is being made.</summary>
    Streaming,

    /// <summary>The process that made it ended; what was durable is kept.</summary>
    Interrupted,

    /// <summary>The model failed; what came before is kept.</summary>
    Failed,

    /// <summary>The person stopped it; what came before is kept.</summary>
    Stopped,
}
