using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>A stream folded into a whole answer of another format: what every writer of whole bodies starts from. Signatures
/// of reasoning and opaque blocks do not cross formats, and are not kept.</summary>
internal sealed class FoldedAnswer
{
    /// <summary>The vendor's id of the answer; empty when none came.</summary>
    public JsonText Id { get; private set; }

    /// <summary>The blocks, by number.</summary>
    public List<FoldedBlock> Blocks { get; } = [];

    /// <summary>The last usage, or null.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>Why the answer ended; null before that is known.</summary>
    public FinishReason? Finish { get; private set; }

    /// <summary>The provider that went on with an answer which another one broke off; empty for none.</summary>
    public JsonText ContinuedBy { get; private set; }

    /// <summary>Takes the next event.</summary>
    public void Add(in LlmEvent item)
    {
        switch (item.Kind)
        {
            case LlmEventKind.Started:
                Id = item.Id.Copy();
                break;
            case LlmEventKind.BlockStarted:
                Blocks.Add(new FoldedBlock(item.BlockKind, item.Id.Copy(), item.Name.Copy()));
                if (item.BlockKind == BlockKind.Image) Blocks[^1].Text.Raw(item.Text.Escaped.Span);
                else Blocks[^1].Signature = item.Text.Copy();
                break;
            case LlmEventKind.Delta:
                Blocks[item.Block].Text.Raw(item.Text.Escaped.Span);
                Blocks[item.Block].Add(item.Json);
                break;
            case LlmEventKind.Citation when item.Citation is not null:
                Blocks[item.Block].Citations.Add(item.Citation);
                break;
            case LlmEventKind.Signature when Blocks[item.Block].Kind == BlockKind.ToolCall:
                Blocks[item.Block].Signature = item.Text.Copy();
                break;
            case LlmEventKind.BlockStopped:
                Blocks[item.Block].Stop();
                break;
            case LlmEventKind.Usage:
                Usage = item.Usage;
                break;
            case LlmEventKind.Finished:
                Finish = item.Finish;
                ContinuedBy = item.Name.Copy();
                break;
        }
    }

    /// <summary>Gives the pooled memory back.</summary>
    public void Release()
    {
        foreach (var block in Blocks) block.Release();
        Blocks.Clear();
    }
}
