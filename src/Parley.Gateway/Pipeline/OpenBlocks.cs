using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline;

/// <summary>Which blocks of an answer there are: how many began, and which text is open.</summary>
internal sealed class OpenBlocks
{
    /// <summary>Blocks that began so far.</summary>
    public int Count { get; private set; }

    /// <summary>The text block that is open; -1 for none.</summary>
    public int Text { get; private set; } = -1;

    public void Observe(EventBatch step)
    {
        foreach (ref readonly var item in step.Events)
        {
            if (item.Kind == LlmEventKind.BlockStarted)
            {
                Count++;
                if (item.BlockKind == BlockKind.Text) Text = item.Block;
            }
            else if (item.Kind == LlmEventKind.BlockStopped && item.Block == Text)
            {
                Text = -1;
            }
        }
    }
}
