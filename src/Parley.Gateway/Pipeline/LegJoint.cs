using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline;

/// <summary>Joins the second leg of an answer to the first: its first text goes on in the block that was open, its other blocks are counted on, and
/// what it thought is left out. The end names who went on.</summary>
internal sealed class LegJoint(OpenBlocks before, JsonText provider)
{
    private const int LeftOut = -1;

    private readonly List<int> _numbers = [];
    private int _next = before.Count;
    private int _open = before.Text;

    public void Take(in LlmEvent item, EventBatch events)
    {
        switch (item.Kind)
        {
            case LlmEventKind.Started:
                return;
            case LlmEventKind.BlockStarted:
                Start(item, events);
                return;
            case LlmEventKind.Delta or LlmEventKind.Signature or LlmEventKind.Citation or LlmEventKind.BlockStopped:
                if (NumberOf(item.Block) is var number and not LeftOut) events.Add(item with { Block = number });
                return;
            case LlmEventKind.Finished:
                CloseOpen(events);
                events.Add(item with { Name = provider });
                return;
            default:
                events.Add(item);
                return;
        }
    }

    private int NumberOf(int block) => (uint)block < (uint)_numbers.Count ? _numbers[block] : LeftOut;

    private void Start(in LlmEvent item, EventBatch events)
    {
        if (item.BlockKind is BlockKind.Reasoning or BlockKind.OpaqueReasoning)
        {
            _numbers.Add(LeftOut);
        }
        else if (item.BlockKind == BlockKind.Text && _open >= 0)
        {
            _numbers.Add(_open);
            _open = -1;
        }
        else
        {
            CloseOpen(events);
            _numbers.Add(_next);
            events.Add(item with { Block = _next++ });
        }
    }

    private void CloseOpen(EventBatch events)
    {
        if (_open < 0) return;
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = _open, BlockKind = BlockKind.Text });
        _open = -1;
    }
}
