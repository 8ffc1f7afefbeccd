using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Turns chunks into events in the order of the grammar: what streamed and whole answers have in common.</summary>
internal sealed class AnswerEvents
{
    private readonly AnswerBlocks _blocks = new();
    private FinishReason? _finish;
    private bool _isFinishTold;

    /// <summary>The answer has begun.</summary>
    public bool IsStarted { get; private set; }

    /// <summary>A finish reason was seen.</summary>
    public bool IsFinished => _finish is not null;

    /// <summary>Completed or failed: nothing follows.</summary>
    public bool IsOver { get; private set; }

    /// <summary>All that a chunk says. A finish reason is told once a chunk tells the usage and nothing else, or at the end: some vendors give
    /// one with every chunk, or go on behind it, and Azure's filter speaks late.</summary>
    public void Take(Chunk chunk, EventBatch events)
    {
        Start(chunk, events);
        if (!_isFinishTold) TakeContent(chunk, events);
        if (IsOver) return;
        if (IsFinished && chunk is { Finish: null, HasContent: false, Usage: not null }) TellFinish(events);
        if (_finish is null or FinishReason.Stop) _finish = chunk.Finish ?? _finish;
        if (chunk.Usage is not null && IsFinished) _blocks.CloseAll(events); // usage comes after the blocks
        if (chunk.Usage is not null) events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = chunk.Usage, Json = chunk.UsageJson });
        if (chunk.FinishFault is { } fault) Fail(fault, events);
    }

    /// <summary>Text of one kind and nothing else: what the template of a plain frame stands for.</summary>
    public void Text(BlockKind kind, JsonText text, EventBatch events)
    {
        if (!_isFinishTold) _blocks.Text(kind, text, events);
    }

    /// <summary>A piece of a tool call and nothing else.</summary>
    public void Call(in ChunkCall call, EventBatch events)
    {
        if (!_isFinishTold && !IsOver && !_blocks.Call(call, events)) Fail(UpstreamErrors.Garbage, events);
    }

    /// <summary>The proper end; supplies the finish reason where the vendor left it out.</summary>
    public void Complete(EventBatch events)
    {
        TellFinish(events);
        IsOver = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }

    /// <summary>The improper end.</summary>
    public void Fail(GatewayFault fault, EventBatch events)
    {
        IsOver = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = fault });
    }

    private void TakeContent(Chunk chunk, EventBatch events)
    {
        _blocks.Text(BlockKind.Reasoning, chunk.Reasoning, events);
        var logprobs = chunk.Logprobs;
        foreach (var text in chunk.Texts)
        {
            if (text.Kind != BlockKind.Text)
            {
                _blocks.Text(text.Kind, text.Text, events);
                continue;
            }

            // Some servers tell those of reasoning in the same place, beside empty text.
            _blocks.Text(BlockKind.Text, text.Text, events, text.Text.IsEmpty && !chunk.Reasoning.IsEmpty ? default : logprobs);
            logprobs = default;
        }

        _blocks.Text(BlockKind.Refusal, chunk.Refusal, events, chunk.Refusal.IsEmpty ? default : chunk.RefusalLogprobs);
        foreach (var citation in chunk.Citations) _blocks.Cite(citation, events);
        foreach (var picture in chunk.Pictures) _blocks.Picture(picture, events);
        foreach (var link in chunk.Links) _blocks.Link(link, events);
        foreach (var call in chunk.Calls) Call(call, events);
    }

    /// <summary>Why the answer ends; only once. Vendors say <c>stop</c> after a call that the caller forced.</summary>
    private void TellFinish(EventBatch events)
    {
        if (_isFinishTold) return;
        _isFinishTold = true;
        _blocks.CloseAll(events);
        var finish = _finish ?? FinishReason.Stop;
        if (finish == FinishReason.Stop && _blocks.HasCalls) finish = FinishReason.ToolCalls;
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = finish });
    }

    /// <summary>Azure sends a first frame that only tells of its prompt filter: it does not name the answer yet.</summary>
    private void Start(Chunk chunk, EventBatch events)
    {
        if (IsStarted || (chunk.Id.IsEmpty && chunk.Choices == 0 && chunk.Usage is null)) return;
        IsStarted = true;
        _blocks.AnswerId = chunk.Id.ToString();
        events.Add(new LlmEvent { Kind = LlmEventKind.Started, Id = chunk.Id, Name = chunk.Model });
    }
}
