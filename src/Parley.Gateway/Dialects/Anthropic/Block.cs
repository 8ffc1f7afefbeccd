using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>A content block as it stands in <c>content_block_start</c> (mostly empty) or in a whole message (full).</summary>
internal struct Block
{
    private JsonText _id;
    private JsonText _name;
    private JsonText _text;
    private JsonText _thinking;
    private JsonText _signature;
    private ReadOnlyMemory<byte> _input;
    private ReadOnlyMemory<byte> _citations;
    private ReadOnlyMemory<byte> _json;

    /// <summary>What the block is. A type that is not known, server tools and their results among them, is opaque.</summary>
    public BlockKind Kind { get; private set; }

    /// <summary>A call that brings its arguments along. They come in deltas as a rule, and an empty object stands here.</summary>
    public readonly bool HasInput
    {
        get
        {
            if (Kind != BlockKind.ToolCall || _input.IsEmpty) return false;
            var reader = Wire.Open(_input);
            return reader.Read() && reader.Read() && reader.TokenType != JsonTokenType.EndObject;
        }
    }

    /// <summary>Reads a block from its JSON object.</summary>
    public static Block Read(ReadOnlyMemory<byte> json)
    {
        var block = new Block { Kind = BlockKind.Opaque, _json = json };
        var reader = Wire.Open(json);
        reader.Read();
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                if (Wire.Enter(ref reader, JsonTokenType.String)) block.Kind = KindOf(ref reader);
            }
            else if (reader.ValueTextEquals("text"u8)) block._text = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("thinking"u8)) block._thinking = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("signature"u8)) block._signature = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("id"u8)) block._id = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("name"u8)) block._name = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("input"u8)) block._input = Wire.Take(ref reader, json, JsonTokenType.StartObject);
            else if (reader.ValueTextEquals("citations"u8)) block._citations = Wire.Take(ref reader, json, JsonTokenType.StartArray);
            else reader.Skip();
        }

        return block;
    }

    /// <summary>Says that the block begins, and what it already holds.</summary>
    public readonly void Start(int number, EventBatch events)
    {
        events.Add(new LlmEvent
        {
            Kind = LlmEventKind.BlockStarted,
            Block = number,
            BlockKind = Kind,
            Id = Kind == BlockKind.ToolCall ? _id : default,
            Name = Kind == BlockKind.ToolCall ? _name : default,
            Json = Kind is BlockKind.Opaque or BlockKind.OpaqueReasoning ? _json : default,
        });
        switch (Kind)
        {
            case BlockKind.Text:
                Delta(number, _text, events);
                if (!_citations.IsEmpty) Citations.ReadAll(_citations, number, events);
                break;
            case BlockKind.Reasoning:
                Delta(number, _thinking, events);
                if (!_signature.IsEmpty) events.Add(new LlmEvent { Kind = LlmEventKind.Signature, Block = number, Text = _signature });
                break;
            case BlockKind.ToolCall when HasInput:
                Delta(number, JsonText.FromUtf8(_input.Span), events);
                break;
        }
    }

    private readonly void Delta(int number, JsonText text, EventBatch events)
    {
        if (!text.IsEmpty) events.Add(new LlmEvent { Kind = LlmEventKind.Delta, Block = number, BlockKind = Kind, Text = text });
    }

    private static BlockKind KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("text"u8) ? BlockKind.Text
        : reader.ValueTextEquals("thinking"u8) ? BlockKind.Reasoning
        : reader.ValueTextEquals("tool_use"u8) ? BlockKind.ToolCall
        : reader.ValueTextEquals("redacted_thinking"u8) ? BlockKind.OpaqueReasoning
        : BlockKind.Opaque;
}
