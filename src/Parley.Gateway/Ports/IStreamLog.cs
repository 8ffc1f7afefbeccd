namespace Parley.Gateway.Ports;

/// <summary>A stream's log, for the one who writes it.</summary>
public interface IStreamLog
{
    /// <summary>Fires when nobody has read for the grace period, or the stream was stopped: what makes it may end.</summary>
    CancellationToken Unwanted { get; }

    /// <summary>Opens it for reading, from memory. To be called before the first frame is appended, for the client that began the stream.</summary>
    IStreamReader Read();

    /// <summary>Appends a frame (one server-sent event with its empty line); frames are numbered 1, 2, 3. The bytes are copied.
    /// Waits only when too much is not durable yet.</summary>
    ValueTask AppendAsync(ReadOnlyMemory<byte> frame, CancellationToken cancellationToken);

    /// <summary>Nothing follows, but for a last frame, unless it is empty. Only the first call counts; what is appended afterwards is lost.</summary>
    void Complete(ReadOnlyMemory<byte> lastFrame = default);

    /// <summary>Completes when other processes know of the stream.</summary>
    Task WhenKnownAsync(CancellationToken cancellationToken);

    /// <summary>Completes when all that is appended by now is durable, which a database that is away delays.</summary>
    Task WhenSavedAsync(CancellationToken cancellationToken);

    /// <summary>Ends it from outside: fires <see cref="Unwanted"/>.</summary>
    void Stop();
}
