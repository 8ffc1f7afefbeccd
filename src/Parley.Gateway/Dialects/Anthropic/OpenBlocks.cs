using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// The written blocks that have not ended. The format has one open at a time, and the vendor's SDKs take every delta for the newest
/// block's; chat's parallel calls may come in turns. So what a later block says while an earlier one is open waits in a
/// buffer of its own.
/// </summary>
internal sealed class OpenBlocks
{
    private Open[] _open = new Open[2];
    private int _count;
    private int _next;

    private record struct Open(int Block, int Index, ArrayBufferWriter<byte>? Held, bool IsOver);

    /// <summary>Begins a block; gives its written index, and where its frames go.</summary>
    public (int Index, IBufferWriter<byte> Output) Start(int block, IBufferWriter<byte> output)
    {
        if (_count == _open.Length) Array.Resize(ref _open, _count * 2);
        var held = _count == 0 ? null : new ArrayBufferWriter<byte>();
        _open[_count++] = new Open(block, _next, held, IsOver: false);
        return (_next++, held ?? output);
    }

    /// <summary>Where the frames of an open block go; false for one that is left out.</summary>
    public bool TryFind(int block, IBufferWriter<byte> output, out (int Index, IBufferWriter<byte> Output) found)
    {
        var at = Find(block);
        found = at < 0 ? (-1, output) : (_open[at].Index, _open[at].Held ?? output);
        return at >= 0;
    }

    /// <summary>Ends a block; the next one's turn comes when it was the first.</summary>
    public void Stop(int block, IBufferWriter<byte> output)
    {
        var at = Find(block);
        if (at < 0) return;
        WriteStop(_open[at].Index, _open[at].Held ?? output);
        _open[at].IsOver = true;
        while (_count > 0 && _open[0].IsOver)
        {
            Array.Copy(_open, 1, _open, 0, --_count);
            if (_count > 0 && _open[0].Held is { } held)
            {
                output.Raw(held.WrittenSpan);
                _open[0].Held = null;
            }
        }
    }

    /// <summary>Ends all.</summary>
    public void StopAll(IBufferWriter<byte> output)
    {
        while (_count > 0) Stop(_open[0].Block, output);
    }

    private int Find(int block)
    {
        for (var i = _count - 1; i >= 0; i--)
            if (_open[i].Block == block && !_open[i].IsOver) return i;
        return -1;
    }

    private static void WriteStop(int index, IBufferWriter<byte> output)
    {
        output.Raw("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":"u8);
        output.Number(index);
        output.Raw("}\n\n"u8);
    }
}
