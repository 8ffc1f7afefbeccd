using System.Net.WebSockets;

namespace Parley.Chat.Live;

/// <summary>A WebSocket to one reader. Whoever sends takes a turn: the feed and answers to the client go the same way.</summary>
internal sealed class SocketTransport(WebSocket socket, TimeProvider time) : IFeedTransport, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _turn = new(1);

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> envelope, long? seq, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // A send that is cancelled breaks the connection; one that is left behind only keeps its client waiting.
            var sending = socket.SendAsync(envelope, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            if (!sending.IsCompletedSuccessfully) await sending.AsTask().WaitAsync(Patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            socket.Abort();
            throw new OperationCanceledException("The client took nothing of its events.");
        }
        finally
        {
            _turn.Release();
        }
    }

    public ValueTask FlushAsync(CancellationToken cancellationToken) => default;

    /// <summary>The socket's own pings do that.</summary>
    public ValueTask BeatAsync(CancellationToken cancellationToken) => default;

    public void Dispose() => _turn.Dispose();
}
