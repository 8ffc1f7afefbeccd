using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>How an answer ends: the reason, the stop sequence and the usage, gathered until all are known.</summary>
internal sealed class Stop
{
    private FinishReason _reason;
    private JsonText _sequence;
    private JsonText _continuedBy;
    private bool _refused;

    /// <summary>The last usage, or null.</summary>
    public Usage? Usage { get; private set; }

    /// <summary>Takes in an event. A refusal in words is a block in other formats, and a stop reason in this one.</summary>
    public void Add(in LlmEvent item)
    {
        if (item.Kind == LlmEventKind.Usage) Usage = item.Usage ?? Usage;
        else if (item.Kind == LlmEventKind.Finished) (_reason, _sequence, _continuedBy) = (item.Finish, item.Text.Copy(), item.Name.Copy());
        else if (item is { Kind: LlmEventKind.BlockStarted, BlockKind: BlockKind.Refusal }) _refused = true;
    }

    /// <summary>Writes who went on with the answer, if somebody did.</summary>
    public void WriteContinued(IBufferWriter<byte> output) => ContinuedMark.Write(_continuedBy, output);

    /// <summary>Writes the members <c>stop_reason</c> and <c>stop_sequence</c>.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var reason = _refused && _reason == FinishReason.Stop ? FinishReason.ContentFilter : _reason;
        output.Raw("\"stop_reason\":\""u8);
        output.Raw(FinishReasons.Write(reason, !_sequence.IsEmpty));
        output.Raw("\",\"stop_sequence\":"u8);
        if (reason == FinishReason.StopSequence && !_sequence.IsEmpty) output.String(_sequence);
        else output.Raw("null"u8);
    }
}
