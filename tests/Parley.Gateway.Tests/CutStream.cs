namespace Parley.Gateway.Tests;

/// <summary>Gives its bytes in pieces of the given sizes, in turn; all at once without sizes.</summary>
internal sealed class CutStream(byte[] bytes, int[] sizes) : MemoryStream(bytes)
{
    private int _turn;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var size = sizes.Length == 0 ? buffer.Length : Math.Min(buffer.Length, sizes[_turn++ % sizes.Length]);
        return new(Read(buffer.Span[..size]));
    }
}
