namespace Parley.Gateway.Ports;

/// <summary>A stream's log, for one of any number of readers. Dispose of it: a stream without readers ends after a while.</summary>
public interface IStreamReader : IDisposable
{
    /// <summary>The stream.</summary>
    StreamInfo Info { get; }

    /// <summary>Frames behind number <paramref name="after"/> (0: from the beginning), as many as are at hand; waits while there are none and more may come.</summary>
    ValueTask<StreamPiece> ReadAsync(long after, CancellationToken cancellationToken);
}
