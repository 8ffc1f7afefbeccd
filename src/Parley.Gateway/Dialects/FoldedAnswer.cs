using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>A stream folded into a whole answer: what every writer of whole bodies starts from.</summary>
internal sealed class FoldedAnswer
{
    /// <summary>The vendor's id of the answer; empty when none came.</summary>
    public JsonText Id { get; private set; }

    /// <summary>The vendor's model name; empty when none came.</summary>
    public JsonText Model { get; private set; }

    /// <summary>The blocks, by number.</summary>
    public List<FoldedBlock> Blocks { get; } = [];

    /// <summary>The last usage, or null.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>Why the answer ended; null before that is known.</summary>
    public FinishReason? Finish { get; private set; }

    /// <summary>The stop sequence that was met; empty when none was named.</summary>
    public JsonText StopSequence { get; private set; }

    /// <summary>Takes the next event.</summary>
    public void Add(in LlmEvent item)
    {
        switch (item.Kind)
        {
            case LlmEventKind.Started:
                (Id, Model) = (item.Id.Copy(), item.Name.Copy());
                break;
            case LlmEventKind.BlockStarted:
                Blocks.Add(new FoldedBlock(item.BlockKind, item.Id.Copy(), item.Name.Copy(), item.Json.ToArray()));
                break;
            case LlmEventKind.Delta:
                Blocks[item.Block].Text.Raw(item.Text.Escaped.Span);
                break;
            case LlmEventKind.Signature:
                Blocks[item.Block].Signature.Raw(item.Text.Escaped.Span);
                break;
            case LlmEventKind.Citation when item.Citation is not null:
                Blocks[item.Block].Citations.Add(item.Citation);
                break;
            case LlmEventKind.Usage:
                Usage = item.Usage;
                break;
            case LlmEventKind.Finished:
                (Finish, StopSequence) = (item.Finish, item.Text.Copy());
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
