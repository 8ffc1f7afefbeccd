using Parley.Fuzz.Engine;
using Parley.Gateway.Messages;

namespace Parley.Fuzz.Oracles;

/// <summary>The order in which an answer says things: <c>Started (BlockStarted (Delta | ...)* BlockStopped)* Usage* Finished Usage* (Completed | Failed)</c>.</summary>
internal sealed class Grammar
{
    private readonly Dictionary<int, BlockKind> _open = [];
    private int _next;
    private bool _started;
    private bool _finished;

    /// <summary>The event after which nothing may follow, or null while it has not come.</summary>
    public LlmEventKind? End { get; private set; }

    /// <summary>More blocks than any reader must take: a stream of responses has a bound of 4,096 items.</summary>
    public bool IsEndless => _next >= 4096;

    /// <summary>Texts of several blocks come in turns, or a call has no name: no vendor does that, and formats without blocks cannot keep such things apart.</summary>
    public bool HasNoOrder { get; private set; }

    public void Take(in LlmEvent item)
    {
        Law(End is null, $"{item.Kind} after the end");
        switch (item.Kind)
        {
            case LlmEventKind.Started:
                Law(!_started, "started twice");
                _started = true;
                break;
            case LlmEventKind.BlockStarted:
                Law(_started && !_finished, "a block starts before the answer, or after its end");
                Law(item.Block == _next++, "a block has the wrong number");
                _open.Add(item.Block, item.BlockKind);
                HasNoOrder |= item.BlockKind is (BlockKind.ToolCall or BlockKind.CustomCall) && item.Name.IsEmpty;
                break;
            case LlmEventKind.Delta:
                Law(_open.TryGetValue(item.Block, out var kind) && kind == item.BlockKind, "a delta of no open block");
                HasNoOrder |= kind is not (BlockKind.ToolCall or BlockKind.CustomCall) && item.Block != _next - 1;
                break;
            case LlmEventKind.Signature or LlmEventKind.Citation:
                Law(_open.ContainsKey(item.Block), $"a {item.Kind} of no open block");
                break;
            case LlmEventKind.BlockStopped:
                Law(_open.Remove(item.Block), "a block that is not open stops");
                break;
            case LlmEventKind.Usage:
                Law(item.Usage is { Input: >= 0, CacheRead: >= 0, CacheWrite5m: >= 0, CacheWrite1h: >= 0, Output: >= 0, Reasoning: >= 0, InputAudio: >= 0, OutputAudio: >= 0 }, "usage below zero");
                break;
            case LlmEventKind.Finished:
                Law(_started && !_finished && _open.Count == 0, "finished twice, or with open blocks");
                _finished = true;
                break;
            case LlmEventKind.Completed:
                Law(_finished, "completed without a reason");
                End = item.Kind;
                break;
            case LlmEventKind.Failed:
                Law(item.Fault is not null, "failed without a fault");
                End = item.Kind;
                break;
        }
    }

    public void Close() => Law(End is not null, "the answer has no end");

    public static void Law(bool holds, string law)
    {
        if (!holds) throw new BrokenLawException(law);
    }
}
