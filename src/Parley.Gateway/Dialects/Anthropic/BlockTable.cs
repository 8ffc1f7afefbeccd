using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>The open blocks of an answer: the vendor's index to Parley's number, which counts from 0 without gaps.</summary>
internal sealed class BlockTable
{
    private Open[] _open = new Open[4];
    private int _count;
    private int _next;

    /// <summary>A block that has begun and not ended. <paramref name="IsTold"/>: its beginning brought all of it.</summary>
    public readonly record struct Open(int Index, int Block, BlockKind Kind, bool IsTold);

    /// <summary>Numbers a new block.</summary>
    public Open Start(int index, BlockKind kind, bool isTold)
    {
        if (_count == _open.Length) Array.Resize(ref _open, _count * 2);
        return _open[_count++] = new Open(index, _next++, kind, isTold);
    }

    /// <summary>Finds an open block by the vendor's index.</summary>
    public bool TryFind(int index, out Open block)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            if (_open[i].Index != index) continue;
            block = _open[i];
            return true;
        }

        block = default;
        return false;
    }

    /// <summary>Ends a block; nothing when it is not open.</summary>
    public void Stop(int index, EventBatch events)
    {
        if (!TryFind(index, out var block)) return;
        var at = Array.IndexOf(_open, block, 0, _count);
        Array.Copy(_open, at + 1, _open, at, --_count - at);
        events.Add(Stopped(block));
    }

    /// <summary>Ends all blocks that are still open, in order of their start.</summary>
    public void StopAll(EventBatch events)
    {
        for (var i = 0; i < _count; i++) events.Add(Stopped(_open[i]));
        _count = 0;
    }

    private static LlmEvent Stopped(Open block) =>
        new() { Kind = LlmEventKind.BlockStopped, Block = block.Block, BlockKind = block.Kind };
}
