using System.Buffers.Text;
using System.Net;
using System.Net.Sockets;

namespace Parley.Bench.Load;

/// <summary>One keep-alive HTTP/1.1 connection, as thin as it can be: load and gateway share the machine.</summary>
internal sealed class HttpConnection(IPEndPoint server) : IDisposable
{
    private readonly byte[] _buffer = new byte[32 * 1024];
    private Socket? _socket;
    private int _start, _end;

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        Dispose();
        _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        (_start, _end) = (0, 0);
        await _socket.ConnectAsync(server, cancellationToken);
    }

    /// <summary>Sends a request and gives the answer's body to <paramref name="onBody"/> as it comes; returns the status.</summary>
    public async Task<int> SendAsync(ReadOnlyMemory<byte> request, Action<ReadOnlyMemory<byte>> onBody, CancellationToken cancellationToken)
    {
        await _socket!.SendAsync(request, SocketFlags.None, cancellationToken);
        int head;
        while ((head = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n\r\n"u8)) < 0) await FillAsync(cancellationToken);
        var (status, length) = ReadHead(_buffer.AsSpan(_start, head + 2));
        _start += head + 4;
        if (length >= 0) await ReadLengthAsync(length, onBody, cancellationToken);
        else await ReadChunkedAsync(onBody, cancellationToken);
        return status;
    }

    public void Dispose() => _socket?.Dispose();

    // Length -1 stands for chunked.
    private static (int Status, long Length) ReadHead(ReadOnlySpan<byte> head)
    {
        if (!Utf8Parser.TryParse(head[9..12], out int status, out _)) throw new InvalidDataException("not a status line");
        long length = -1;
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length > 15 && IsLength(line[..15]) && !Utf8Parser.TryParse(line[15..].TrimStart((byte)' '), out length, out _))
                throw new InvalidDataException("not a length");
        }

        return (status, length);

        static bool IsLength(ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(name, "content-length:"u8);
    }

    private async Task ReadLengthAsync(long length, Action<ReadOnlyMemory<byte>> onBody, CancellationToken cancellationToken)
    {
        while (length > 0)
        {
            if (_start == _end) await FillAsync(cancellationToken);
            var take = (int)Math.Min(length, _end - _start);
            onBody(_buffer.AsMemory(_start, take));
            _start += take;
            length -= take;
        }
    }

    private async Task ReadChunkedAsync(Action<ReadOnlyMemory<byte>> onBody, CancellationToken cancellationToken)
    {
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0) await FillAsync(cancellationToken);
            if (!Utf8Parser.TryParse(_buffer.AsSpan(_start, line), out int size, out _, 'x')) throw new InvalidDataException("not a chunk size");
            _start += line + 2;
            await ReadLengthAsync(size, onBody, cancellationToken);
            while (_end - _start < 2) await FillAsync(cancellationToken);
            _start += 2;
            if (size == 0) return;
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end) (_start, _end) = (0, 0);
        else if (_end == _buffer.Length)
        {
            if (_start == 0) throw new InvalidDataException("a head or chunk line over 32 KiB");
            Buffer.BlockCopy(_buffer, _start, _buffer, 0, _end - _start);
            (_start, _end) = (0, _end - _start);
        }

        var read = await _socket!.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        if (read == 0) throw new IOException("the connection was closed");
        _end += read;
    }
}
