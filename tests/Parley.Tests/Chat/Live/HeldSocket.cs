using System.Net.WebSockets;
using System.Text;

namespace Parley.Tests.Chat.Live;

/// <summary>The server's side of a socket whose client says one thing at most, and closes when it is closed.</summary>
internal sealed class HeldSocket : WebSocket
{
    private readonly TaskCompletionSource<byte[]> _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebSocketCloseStatus? _status;
    private string? _why;

    public override WebSocketCloseStatus? CloseStatus => _status;

    public override string? CloseStatusDescription => _why;

    public override WebSocketState State => _status is null ? WebSocketState.Open : WebSocketState.CloseSent;

    public override string? SubProtocol => null;

    public void Say(string text) => _said.SetResult(Encoding.UTF8.GetBytes(text));

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        await Task.WhenAny(_said.Task, _closed.Task).WaitAsync(cancellationToken);
        if (_closed.Task.IsCompleted) return new(0, WebSocketMessageType.Close, true);
        var said = await _said.Task;
        said.CopyTo(buffer.AsSpan());
        return new(said.Length, WebSocketMessageType.Text, true);
    }

    public override Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken) => Task.CompletedTask;

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        (_status, _why) = (closeStatus, statusDescription);
        _closed.TrySetResult();
        return Task.CompletedTask;
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override void Abort() => _closed.TrySetResult();

    public override void Dispose() => Abort();
}
