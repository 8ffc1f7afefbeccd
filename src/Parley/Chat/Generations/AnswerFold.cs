using System.Text;
using Parley.Chat.Context;
using Parley.Gateway.Messages;

namespace Parley.Chat.Generations;

/// <summary>Makes of an answer's events what a chat shows. Pure; one for each answer.</summary>
internal sealed class AnswerFold
{
    private readonly TextJoints _joints = new();
    private readonly Dictionary<int, (BlockKind Kind, string Id, string Name, StringBuilder Arguments)> _blocks = [];

    public List<ToolUse> Tools { get; } = [];

    public Usage? Usage { get; private set; }

    public FinishReason? Finish { get; private set; }

    public GatewayFault? Fault { get; private set; }

    /// <summary>The answer came to its proper end.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Takes one step: its text, its reasoning, whether there is usage, and the calls of tools that it completes.</summary>
    public (string Text, string Reasoning, bool HasUsage, int Tools) Take(ReadOnlySpan<LlmEvent> events)
    {
        string text = "", reasoning = "";
        var hasUsage = false;
        var tools = Tools.Count;
        foreach (ref readonly var item in events)
        {
            switch (item.Kind)
            {
                case LlmEventKind.BlockStarted:
                    _blocks[item.Block] = (item.BlockKind, item.Id.ToString(), item.Name.ToString(), new StringBuilder());
                    break;
                case LlmEventKind.Delta when _blocks.TryGetValue(item.Block, out var block):
                    var said = _joints.Join(item.Block, item.Text);
                    if (block.Kind is BlockKind.Text or BlockKind.Refusal) text += said;
                    else if (block.Kind == BlockKind.Reasoning) reasoning += said;
                    else if (block.Kind == BlockKind.ToolCall) block.Arguments.Append(said);
                    break;
                case LlmEventKind.BlockStopped when _blocks.Remove(item.Block, out var block):
                    var rest = _joints.End(item.Block);
                    if (block.Kind is BlockKind.Text or BlockKind.Refusal) text += rest;
                    else if (block.Kind == BlockKind.ToolCall) Tools.Add(new ToolUse(block.Id, block.Name, block.Arguments.Length == 0 ? "{}" : block.Arguments.ToString()));
                    break;
                case LlmEventKind.Usage when item.Usage is not null:
                    Usage = item.Usage;
                    hasUsage = true;
                    break;
                case LlmEventKind.Finished:
                    Finish = item.Finish;
                    break;
                case LlmEventKind.Completed:
                    IsComplete = true;
                    break;
                case LlmEventKind.Failed:
                    Fault = item.Fault;
                    break;
            }
        }

        return (text, reasoning, hasUsage, Tools.Count - tools);
    }
}
