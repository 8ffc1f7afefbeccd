using System.Net.WebSockets;

namespace Parley.Chat.Live;

/// <summary>One socket from its opening to its end: the feed goes out, and what the client says comes in.</summary>
internal sealed partial class SocketSession(WebSocket socket, Guid userId, FeedListener listener, FeedFollower follower, SocketActions actions, TimeProvider time, ILogger logger)
{
    private const int LongestMessage = 4096;

    /// <summary>More than this a second is no person's doing.</summary>
    private const int MostPerSecond = 30;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private static readonly (WebSocketCloseStatus Status, string Why) Left = (WebSocketCloseStatus.NormalClosure, "");

    /// <summary>Runs until the client leaves or breaks the rules, the process is <paramref name="ending"/>, or the client may not read <paramref name="anyMore"/>.</summary>
    public async Task RunAsync(long? after, CancellationToken leaving, CancellationToken ending, CancellationToken anyMore)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(leaving, ending, anyMore);
        using var transport = new SocketTransport(socket, time);
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = over.Token.Register(ended.SetResult);
        var sending = SendAsync(after, transport, over.Token);
        var receiving = ReceiveAsync(transport, leaving);
        await Task.WhenAny(sending, receiving, ended.Task);
        var (status, why) = anyMore.IsCancellationRequested ? (WebSocketCloseStatus.PolicyViolation, "The session has ended. Sign in again.")
            : ending.IsCancellationRequested ? (WebSocketCloseStatus.EndpointUnavailable, "The server stops; come back in a moment.")
            : receiving.IsCompleted ? await receiving : sending.IsCompleted ? await sending : Left;
        await over.CancelAsync();
        await sending;
        await CloseAsync(status, why);
        // What is being received ends with the client's own close. Cancelling it would break the connection before the client has read why.
        await ((Task)receiving).WaitAsync(Farewell, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (receiving.IsCompleted) return;
        socket.Abort();
        await receiving;
    }

    /// <summary>Never throws: its faults are told in the log, and to the client in what it closes with.</summary>
    private async Task<(WebSocketCloseStatus Status, string Why)> SendAsync(long? after, SocketTransport transport, CancellationToken cancellationToken)
    {
        try
        {
            await follower.RunAsync(userId, after, listener, transport, cancellationToken);
            return Left;
        }
        catch (Exception problem) when (problem is OperationCanceledException or WebSocketException)
        {
            // The client left, or takes nothing.
            return Left;
        }
        catch (Exception problem)
        {
            return Broken(problem);
        }
    }

    /// <summary>Never throws, as <see cref="SendAsync"/>.</summary>
    private async Task<(WebSocketCloseStatus Status, string Why)> ReceiveAsync(SocketTransport transport, CancellationToken cancellationToken)
    {
        var buffer = new byte[LongestMessage];
        var (second, count) = (0L, 0);
        try
        {
            while (true)
            {
                var length = 0;
                ValueWebSocketReceiveResult part;
                do
                {
                    if (length == buffer.Length) return (WebSocketCloseStatus.MessageTooBig, $"A message may have {LongestMessage} bytes.");
                    part = await socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
                    if (part.MessageType == WebSocketMessageType.Close) return Left;
                    if (part.MessageType == WebSocketMessageType.Binary) return (WebSocketCloseStatus.InvalidMessageType, "Messages are JSON text.");
                    length += part.Count;
                }
                while (!part.EndOfMessage);

                var now = time.GetTimestamp() / time.TimestampFrequency;
                (second, count) = now == second ? (second, count + 1) : (now, 1);
                if (count > MostPerSecond) return (WebSocketCloseStatus.PolicyViolation, $"More than {MostPerSecond} messages a second.");
                if (await actions.TakeAsync(userId, listener, buffer.AsMemory(0, length), cancellationToken) is { } answer)
                    await transport.WriteAsync(FeedEnvelope.Of(answer.Kind, answer.Data), null, cancellationToken);
            }
        }
        catch (Exception problem) when (problem is OperationCanceledException or WebSocketException)
        {
            // It left without a word.
            return Left;
        }
        catch (Exception problem)
        {
            return Broken(problem);
        }
    }

    private (WebSocketCloseStatus Status, string Why) Broken(Exception problem)
    {
        Broke(logger, problem, userId);
        return (WebSocketCloseStatus.InternalServerError, "Parley failed on this connection; its log has the reason. Come back in a moment.");
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string why)
    {
        if (socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived)) return;
        using var limit = new CancellationTokenSource(Farewell, time);
        try
        {
            await socket.CloseOutputAsync(status, why, limit.Token);
        }
        catch (Exception problem) when (problem is OperationCanceledException or WebSocketException)
        {
            socket.Abort();
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The socket of {Person} broke.")]
    private static partial void Broke(ILogger logger, Exception problem, Guid person);
}
