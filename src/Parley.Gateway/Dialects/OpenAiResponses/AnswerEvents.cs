using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Turns items and response objects into events in the order of the grammar: what streamed and whole answers have in common.</summary>
internal sealed class AnswerEvents
{
    /// <summary>Where the numbers of a reasoning item's content begin, behind those of its summary.</summary>
    public const int ReasoningContent = 32;

    private readonly ItemTable _items = new();
    private readonly AnswerBlocks _blocks = new();
    private bool _isStarted;

    /// <summary>Completed or failed: nothing follows.</summary>
    public bool IsOver { get; private set; }

    /// <summary>The blocks.</summary>
    public AnswerBlocks Blocks => _blocks;

    /// <summary>The answer begins; only the first time.</summary>
    public void Start(in ResponseHead head, EventBatch events)
    {
        if (_isStarted) return;
        _isStarted = true;
        _blocks.AnswerId = head.Id.ToString();
        events.Add(new LlmEvent { Kind = LlmEventKind.Started, Id = head.Id, Name = head.Model });
    }

    /// <summary>The item that an event speaks of: made of <paramref name="kind"/> when the vendor did not introduce it. Null when the event
    /// cannot be about it, or nothing more is said of it.</summary>
    public OpenItem? Find(in Frame frame, ItemKind kind)
    {
        var item = _items.Find(frame.OutputIndex, frame.ItemId);
        if (item is null) return kind == ItemKind.Call ? null : _items.Add(frame.OutputIndex, frame.ItemId, kind); // a call without a name is none
        return item.Kind == kind && !item.IsDone ? item : null;
    }

    /// <summary>An item begins.</summary>
    public OpenItem Begin(int index, in Item item, EventBatch events)
    {
        if (_items.Find(index, item.Id) is { } before && index >= 0) End(before, events);
        foreach (var other in _items.All)
            if (other.IsPartDone) AnswerBlocks.Close(other, events);
        var open = _items.Add(index, item.Id, item.Kind);
        if (item.Kind == ItemKind.Call)
        {
            _blocks.OpenCall(open, item, events);
            AnswerBlocks.Arguments(open, item.Arguments, events);
            open.IsTold = !item.Arguments.IsEmpty;
        }
        else if (item.Kind == ItemKind.Other)
        {
            _blocks.OpenOpaque(open, BlockKind.Opaque, item.Json, events);
        }
        else if (item.Kind != ItemKind.Image) // a picture is told when it is whole
        {
            Parts(open, item, events); // empty as a rule
        }

        return open;
    }

    /// <summary>An item ends; <paramref name="item"/> repeats all of it.</summary>
    public void Finish(int index, in Item item, EventBatch events)
    {
        var open = _items.Find(index, item.Id);
        if (open is null || open.Kind != item.Kind) open = Begin(index, item, events);
        if (open.IsDone) return;
        if (item.Kind == ItemKind.Call && !open.HasSaid(0)) AnswerBlocks.Arguments(open, item.Arguments, events);
        else if (item.Kind == ItemKind.Image) _blocks.Picture(open, item, events);
        else if (item.Kind is ItemKind.Message or ItemKind.Reasoning) Parts(open, item, events);
        if (item.Kind == ItemKind.Reasoning && open is { Block: < 0, Part: < 0 }) _blocks.OpenOpaque(open, BlockKind.OpaqueReasoning, item.Json, events);
        End(open, events);
    }

    /// <summary>The proper end, or the one that <paramref name="head"/> tells of.</summary>
    public void Complete(in ResponseHead head, FrameType type, EventBatch events)
    {
        Start(head, events);
        if (!head.Output.IsEmpty) ReadOutput(head.Output, onlyCalls: _blocks.HasSaid, events);
        foreach (var item in _items.All) End(item, events);
        if (!head.Usage.IsEmpty && UsageMapping.Read(head.Usage) is { } usage) events.Add(new LlmEvent { Kind = LlmEventKind.Usage, Usage = usage, Json = head.Usage });
        if (Statuses.FaultOf(head, type) is { } fault)
        {
            Fail(fault, events);
            return;
        }

        events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = Statuses.Read(head, type, _blocks.HasCalls) });
        IsOver = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
    }

    /// <summary>The improper end.</summary>
    public void Fail(GatewayFault fault, EventBatch events)
    {
        IsOver = true;
        events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = fault });
    }

    /// <summary>What the events before left out: everything, or calls of which nothing was told. Other servers than OpenAI's do not always number items alike in both places,
    /// so text that was told in any item is not looked for again.</summary>
    private void ReadOutput(ReadOnlyMemory<byte> output, bool onlyCalls, EventBatch events)
    {
        var index = 0;
        var reader = Wire.Open(output);
        reader.Read();
        while (!events.IsFull && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) Whole(index, Item.Read(Wire.Take(ref reader, output)), onlyCalls, events);
            else reader.Skip();
            index++;
        }
    }

    /// <summary>Items of the vendor's own tools may have been told already, although nothing else was.</summary>
    private void Whole(int index, in Item item, bool onlyCalls, EventBatch events)
    {
        if (onlyCalls)
        {
            if (item.Kind == ItemKind.Call && !IsKnownCall(item)) End(Begin(-1, item, events), events);
            return;
        }

        if (item.Kind == ItemKind.Other && _items.Find(index, item.Id) is { IsDone: true }) return;
        Finish(index, item, events);
    }

    private bool IsKnownCall(in Item item)
    {
        foreach (var known in _items.All)
        {
            if (known.Kind != ItemKind.Call) continue;
            if (item.CallId.IsEmpty && item.Id.IsEmpty) return true;
            if (Same(known.CallId, item.CallId) || Same(known.Id, item.Id)) return true;
        }

        return false;

        static bool Same(JsonText a, JsonText b) => !a.IsEmpty && a.Escaped.Span.SequenceEqual(b.Escaped.Span);
    }

    private void Parts(OpenItem open, in Item item, EventBatch events)
    {
        if (item.Kind == ItemKind.Reasoning) Parts(open, item.Summary, 0, events);
        Parts(open, item.Content, item.Kind == ItemKind.Reasoning ? ReasoningContent : 0, events);
    }

    private void Parts(OpenItem open, ReadOnlyMemory<byte> parts, int first, EventBatch events)
    {
        if (parts.IsEmpty) return;
        var index = first;
        var reader = Wire.Open(parts);
        reader.Read();
        while (!events.IsFull && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject) _blocks.Part(open, index, Part.Read(Wire.Take(ref reader, parts)), events);
            else reader.Skip();
            index++;
        }
    }

    private static void End(OpenItem item, EventBatch events)
    {
        AnswerBlocks.Close(item, events);
        item.IsDone = true;
    }
}
