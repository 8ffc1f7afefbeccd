namespace Parley.Streams.Model;

/// <summary>A stream of which the log holds frames.</summary>
internal sealed class LoggedStream
{
    /// <summary>The request's id, or that of an answer in a chat.</summary>
    public required string Id { get; init; }

    /// <summary>Who may read it, as <see cref="Owners"/> writes it.</summary>
    public required string Owner { get; init; }

    /// <summary>The wire format's name; empty for the app's own events.</summary>
    public required string Format { get; init; }

    public bool IsNumbered { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The process that makes it.</summary>
    public required string Node { get; init; }

    /// <summary>When that process last said that it does.</summary>
    public DateTimeOffset AliveAt { get; set; }

    /// <summary>When somebody last read it in another process; null for never.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>Another process was asked to end it.</summary>
    public bool IsToStop { get; init; }

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}
