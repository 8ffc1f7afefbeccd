using System.Security.Cryptography;

namespace Parley.Tests.Media;

/// <summary>A file that is made while it is read: its bytes do not repeat, and are hashed on the way. In pieces with pauses between them, if asked.</summary>
internal sealed class Noise(long length, TimeSpan pause = default) : Stream
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Random _random = new(7);
    private long _left = length;

    /// <summary>Of all of it, once it was read.</summary>
    public string? Sha256 { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (pause > TimeSpan.Zero) await Task.Delay(pause, cancellationToken);
        var count = (int)Math.Min(pause > TimeSpan.Zero ? 60_000 : buffer.Length, Math.Min(buffer.Length, _left));
        var bytes = buffer.Span[..count];
        _random.NextBytes(bytes);
        _hash.AppendData(bytes);
        _left -= count;
        if (_left == 0) Sha256 ??= Convert.ToHexString(_hash.GetCurrentHash());
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _hash.Dispose();
        base.Dispose(disposing);
    }
}
