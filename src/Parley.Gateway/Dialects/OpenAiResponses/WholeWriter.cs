using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Folds events into a response object, written when the answer is complete.</summary>
internal sealed class WholeWriter : IAnswerWriter
{
    private readonly FoldedAnswer _answer = new();
    private readonly WrittenItems _items = new();
    private readonly ResponseOutput _response;
    private bool _ended;

    public WholeWriter(AnswerIdentity identity) => _response = new ResponseOutput(identity, _answer, _items);

    public void Write(in LlmEvent item, IBufferWriter<byte> output)
    {
        if (_ended) return;
        _answer.Add(item);
        switch (item.Kind)
        {
            case LlmEventKind.BlockStarted:
                _items.Place(item.BlockKind, out _);
                break;
            case LlmEventKind.BlockStopped:
                _items.Stop(item.Block);
                break;
            case LlmEventKind.Completed:
                _items.Finish(_answer.Finish ?? FinishReason.Stop);
                foreach (var one in _items.All) one.IsDone = true;
                _response.Ended(output);
                End();
                break;
            case LlmEventKind.Failed when item.Fault is not null:
                Errors.Write(item.Fault, output);
                End();
                break;
        }
    }

    private void End()
    {
        _ended = true;
        _answer.Release();
        _response.Release();
    }
}
