using System.Text.Json;
using System.Text.Unicode;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// Turns frames into events in the order of the grammar: what streamed and whole answers have in common. The finish reason is kept
/// till the end: some of the vendor's models give one with every frame.
/// </summary>
internal sealed class AnswerEvents
{
    private readonly AnswerBlocks _blocks = new();
    private readonly UsageMapping _usage = new();
    private readonly Chunk _chunk = new();
    private FinishReason? _finish;
    private bool _isStarted;
    private bool _isUsageTold;

    /// <summary>Completed or failed: nothing follows.</summary>
    public bool IsOver { get; private set; }

    /// <summary>A finish reason was seen, or the prompt was refused.</summary>
    public bool IsFinished => _finish is not null;

    /// <summary>A candidate was seen, however empty.</summary>
    public bool HasCandidate { get; private set; }

    /// <summary>The frame that was parsed last.</summary>
    public Chunk Chunk => _chunk;

    /// <summary>Text of one kind, and usage or none: what the template of a plain frame stands for.</summary>
    public void Plain(BlockKind kind, JsonText text, ReadOnlyMemory<byte> usage, EventBatch events)
    {
        if (!usage.IsEmpty)
        {
            _usage.Note(usage);
            _isUsageTold = false;
        }

        _blocks.Text(kind, text, events);
    }

    /// <summary>All that a frame or a whole body says: one response, or an array of them, which the vendor sends to whoever does not
    /// ask for events.</summary>
    public void Read(ReadOnlyMemory<byte> data, EventBatch events)
    {
        try
        {
            if (!Utf8.IsValid(data.Span)) throw new JsonException("Not UTF-8.");
            var json = Wire.Open(data);
            json.Read();
            if (json.TokenType != JsonTokenType.StartArray)
            {
                Take(data, events);
                return;
            }

            while (!IsOver && !events.IsFull && Wire.NextObject(ref json)) Take(Wire.Take(ref json, data), events);
            if (!IsOver) json.Read(); // throws when anything follows the array
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            Fail(UpstreamErrors.Garbage, events);
        }
    }

    /// <summary>The proper end.</summary>
    public void Complete(EventBatch events)
    {
        _blocks.End(events);
        TellUsage(events);
        var finish = _finish ?? FinishReason.Stop;
        if (finish == FinishReason.Stop && _blocks.HasCalls) finish = FinishReason.ToolCalls; // the vendor says STOP for both
        IsOver = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = finish });
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }

    /// <summary>The improper end.</summary>
    public void Fail(GatewayFault fault, EventBatch events)
    {
        if (_isStarted) TellUsage(events);
        IsOver = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = fault });
    }

    private void Take(ReadOnlyMemory<byte> data, EventBatch events)
    {
        ChunkParser.Parse(data, _chunk);
        if (_chunk.HasError)
        {
            Fail(UpstreamErrors.ReadFrame(data), events);
            return;
        }

        Start(events);
        for (var i = 0; i < _chunk.Parts.Count; i++)
        {
            _blocks.BeginPart(_chunk.Parts[i].Kind, isFirstOfFrame: i == 0);
            if (Take(_chunk.Parts[i], events)) continue;
            Fail(UpstreamErrors.Garbage, events);
            return;
        }

        _blocks.Cite(_chunk);
        if (_chunk.FinishFault is { } fault && (_chunk.Finish != FinishReason.ToolCalls || !_blocks.HasCalls)) Fail(fault, events);
        else _finish = _chunk.IsBlocked ? FinishReason.ContentFilter : _chunk.Finish ?? _finish;
    }

    private bool Take(in ChunkPart part, EventBatch events)
    {
        switch (part.Kind)
        {
            case BlockKind.ToolCall:
                return _blocks.Call(part, events);
            case BlockKind.Opaque:
                _blocks.Opaque(part.Json, events);
                return true;
            case BlockKind.Image:
                _blocks.Picture(new Picture(part.Name, part.Text), events);
                return true;
            default:
                _blocks.Text(part.Kind, part.Text, events);
                if (part.Kind == BlockKind.Reasoning) _blocks.Sign(part.Signature, events);
                return true;
        }
    }

    /// <summary>Usage is told at the start if it is known by then, for it has the prompt, and at the end.</summary>
    private void Start(EventBatch events)
    {
        HasCandidate |= _chunk.HasCandidate;
        if (!_isStarted)
        {
            _isStarted = true;
            _blocks.AnswerId = _chunk.Id.ToString();
            events.Add(new LlmEvent { Kind = LlmEventKind.Started, Id = _chunk.Id, Name = _chunk.Model });
        }

        if (_chunk.Usage.IsEmpty) return;
        var isEarly = !_usage.IsKnown && !_blocks.HasAny;
        if (!_usage.Read(_chunk.Usage)) return;
        _isUsageTold = false;
        if (isEarly) TellUsage(events);
    }

    private void TellUsage(EventBatch events)
    {
        if (!_usage.IsKnown || _isUsageTold) return;
        _isUsageTold = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = _usage.ToUsage(), Json = _usage.Raw });
    }
}
