using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>
/// Makes blocks of items: each part of a message is a block, a reasoning item is one whatever its parts (an empty line between
/// two of them), a call is one, a picture is one, and so is every item that only the vendor understands. What streamed and whole answers have in common.
/// </summary>
internal sealed class AnswerBlocks
{
    private static readonly byte[] EmptyLine = "\\n\\n"u8.ToArray();

    private int _next;
    private int _calls;

    /// <summary>Whether the answer calls tools.</summary>
    public bool HasCalls => _calls > 0;

    /// <summary>Whether it has said anything that other formats understand.</summary>
    public bool HasSaid { get; private set; }

    /// <summary>The vendor's id of the answer, from which ids of calls are made when the vendor gives none.</summary>
    public string AnswerId { get; set; } = "";

    /// <summary>A part of a message begins.</summary>
    public void Open(OpenItem item, BlockKind kind, int part, EventBatch events)
    {
        if (item.Block >= 0 && item.BlockKind == kind && (item.Part == part || kind == BlockKind.Reasoning)) return;
        Close(item, events);
        Start(item, kind, events);
        item.Part = part;
        item.Annotations = 0;
        item.IsPartDone = false;
    }

    /// <summary>Text of a part.</summary>
    public void Text(OpenItem item, BlockKind kind, int part, JsonText text, EventBatch events, ReadOnlyMemory<byte> logprobs = default)
    {
        if (kind == BlockKind.Reasoning) logprobs = default;
        if (text.IsEmpty && logprobs.IsEmpty) return;
        item.Say(part);
        Open(item, kind, part, events);
        if (kind == BlockKind.Reasoning && item.Part != part) Delta(item, JsonText.FromEscaped(EmptyLine), events);
        item.Part = part;
        Delta(item, text, events, logprobs);
    }

    /// <summary>A call begins.</summary>
    /// <exception cref="JsonException">There are absurdly many.</exception>
    public void OpenCall(OpenItem item, in Item call, EventBatch events)
    {
        if (++_calls > AnswerBounds.ToolCalls) throw new JsonException("More tool calls than any vendor makes.");
        var id = call.CallId.IsEmpty ? call.Id : call.CallId;
        if (id.IsEmpty) id = CallIds.Make(AnswerId, _next);
        Start(item, call.IsCustom ? BlockKind.CustomCall : BlockKind.ToolCall, events, id, call.Name);
        item.CallId = id.Copy();
    }

    /// <summary>A piece of a call's arguments, or of its input.</summary>
    public static void Arguments(OpenItem item, JsonText piece, EventBatch events)
    {
        if (piece.IsEmpty) return;
        item.Say(0);
        Delta(item, piece, events);
    }

    /// <summary>An item that only the vendor understands begins.</summary>
    public void OpenOpaque(OpenItem item, BlockKind kind, ReadOnlyMemory<byte> json, EventBatch events) => Start(item, kind, events, json: json);

    /// <summary>A picture; without one in it the item means nothing to others.</summary>
    public void Picture(OpenItem item, in Item made, EventBatch events)
    {
        if (made.Result.IsEmpty)
        {
            OpenOpaque(item, BlockKind.Opaque, made.Json, events);
            return;
        }

        HasSaid = true;
        Dialects.Picture.OfFormat(made.Format, made.Result).Tell(_next++, events);
    }

    /// <summary>A source cited by a part of a message.</summary>
    public void Cite(OpenItem item, int part, ReadOnlyMemory<byte> annotation, EventBatch events)
    {
        Open(item, BlockKind.Text, part, events);
        item.Annotations++;
        events.Add(new LlmEvent { Kind = LlmEventKind.Citation, Block = item.Block, BlockKind = BlockKind.Text, Citation = Citations.Read(annotation) });
    }

    /// <summary>A whole part: what of it has not been said yet.</summary>
    public void Part(OpenItem item, int index, in Part part, EventBatch events)
    {
        if (part.Kind == BlockKind.Opaque) return;
        var isReasoning = part.Kind == BlockKind.Reasoning;
        if (isReasoning != (item.Kind == ItemKind.Reasoning)) return;
        if (!item.HasSaid(index))
        {
            if (!isReasoning) Open(item, part.Kind, index, events);
            Text(item, part.Kind, index, part.Text, events, part.Logprobs);
            item.Say(index);
        }

        if (part.Annotations.IsEmpty || item.Block < 0 || item.Part != index || item.BlockKind != BlockKind.Text) return;
        var number = 0;
        var reader = Wire.Open(part.Annotations);
        reader.Read();
        while (!events.IsFull && reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject && number++ >= item.Annotations) Cite(item, index, Wire.Take(ref reader, part.Annotations), events);
            else reader.Skip();
        }
    }

    /// <summary>Ends the open block of an item.</summary>
    public static void Close(OpenItem item, EventBatch events)
    {
        if (item.Block < 0) return;
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, Block = item.Block, BlockKind = item.BlockKind });
        item.Block = -1;
    }

    private void Start(OpenItem item, BlockKind kind, EventBatch events, JsonText id = default, JsonText name = default, ReadOnlyMemory<byte> json = default)
    {
        HasSaid |= kind is not (BlockKind.Opaque or BlockKind.OpaqueReasoning);
        (item.Block, item.BlockKind) = (_next++, kind);
        events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, Block = item.Block, BlockKind = kind, Id = id, Name = name, Json = json });
    }

    private static void Delta(OpenItem item, JsonText text, EventBatch events, ReadOnlyMemory<byte> logprobs = default) =>
        events.Add(new LlmEvent { Kind = LlmEventKind.Delta, Block = item.Block, BlockKind = item.BlockKind, Text = text, Json = logprobs });
}
