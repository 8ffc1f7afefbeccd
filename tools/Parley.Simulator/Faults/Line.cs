using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Parley.Simulator.Faults;

/// <summary>Ends a connection in the ways that networks do.</summary>
internal static class Line
{
    /// <summary>Closes our side (FIN) in the middle of an answer and waits a while for the other side to follow.</summary>
    public static async Task CloseAsync(HttpContext http)
    {
        await LetBytesLeaveAsync();
        Socket(http)?.Shutdown(SocketShutdown.Send);
        await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, http.RequestAborted), Gone(http));
        http.Abort();
    }

    /// <summary>Resets the connection (RST).</summary>
    public static async Task ResetAsync(HttpContext http)
    {
        await LetBytesLeaveAsync();
        if (Socket(http) is { } socket) socket.LingerState = new(true, 0);
        http.Abort();
    }

    /// <summary>Says nothing more until the client leaves. What was not flushed stays here.</summary>
    public static async Task HangAsync(HttpContext http)
    {
        await Gone(http);
        throw new OperationCanceledException(http.RequestAborted);
    }

    private static Task Gone(HttpContext http)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        http.RequestAborted.Register(static state => ((TaskCompletionSource)state!).TrySetResult(), gone);
        return gone.Task;
    }

    // What was flushed stands in the server's own buffer for a moment; closing at once would lose it.
    private static Task LetBytesLeaveAsync() => Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);

    private static Socket? Socket(HttpContext http) => http.Features.Get<IConnectionSocketFeature>()?.Socket;
}
