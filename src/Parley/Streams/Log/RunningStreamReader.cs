using Parley.Gateway.Ports;

namespace Parley.Streams.Log;

/// <summary>One of the readers of a stream of this process.</summary>
internal sealed class RunningStreamReader(RunningStream stream) : IStreamReader
{
    private int _left;

    public StreamInfo Info => stream.Info;

    public ValueTask<StreamPiece> ReadAsync(long after, CancellationToken cancellationToken) => stream.ReadAsync(after, cancellationToken);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _left, 1) == 0) stream.Leave();
    }
}
