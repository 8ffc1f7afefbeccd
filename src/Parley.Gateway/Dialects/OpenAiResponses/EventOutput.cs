using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Writes the events of a stream, and counts them.</summary>
internal sealed class EventOutput(ItemOutput items)
{
    private int _sequence;

    /// <summary>The number of the next event, which is used up.</summary>
    public int NextSequence() => _sequence++;

    /// <summary>An event up to its own members.</summary>
    public void Open(ReadOnlySpan<byte> type, IBufferWriter<byte> output)
    {
        output.Raw("event: "u8);
        output.Raw(type);
        output.Raw("\ndata: {\"type\":"u8);
        output.String(type);
        output.Raw(",\"sequence_number\":"u8);
        output.Number(NextSequence());
    }

    public void ItemAdded(WrittenItem item, IBufferWriter<byte> output) => Item("response.output_item.added"u8, item, isFull: false, output);

    public void ItemDone(WrittenItem item, IBufferWriter<byte> output) => Item("response.output_item.done"u8, item, isFull: true, output);

    public void PartAdded(WrittenItem item, int part, BlockKind kind, IBufferWriter<byte> output)
    {
        OpenPart("response.content_part.added"u8, item, part, output);
        output.Raw(kind == BlockKind.Refusal
            ? ",\"part\":{\"type\":\"refusal\",\"refusal\":\"\"}"u8
            : ",\"part\":{\"type\":\"output_text\",\"annotations\":[],\"logprobs\":[],\"text\":\"\"}"u8);
        Close(output);
    }

    /// <summary>A piece of whatever block.</summary>
    public void Delta(WrittenItem item, int part, BlockKind kind, JsonText text, IBufferWriter<byte> output, ReadOnlyMemory<byte> logprobs = default)
    {
        switch (kind)
        {
            case BlockKind.Text: OpenPart("response.output_text.delta"u8, item, part, output); break;
            case BlockKind.Refusal: OpenPart("response.refusal.delta"u8, item, part, output); break;
            case BlockKind.Reasoning: OpenSummary("response.reasoning_summary_text.delta"u8, item, output); break;
            case BlockKind.CustomCall: OpenItem("response.custom_tool_call_input.delta"u8, item, output); break;
            default: OpenItem("response.function_call_arguments.delta"u8, item, output); break;
        }

        output.Raw(",\"delta\":"u8);
        output.String(text);
        if (kind == BlockKind.Text)
        {
            output.Raw(",\"logprobs\":"u8);
            Logprobs.Write(logprobs, output);
        }

        Close(output);
    }

    public void AnnotationAdded(WrittenItem item, int part, int number, Citation citation, IBufferWriter<byte> output)
    {
        OpenPart("response.output_text.annotation.added"u8, item, part, output);
        output.Raw(",\"annotation_index\":"u8);
        output.Number(number);
        output.Raw(",\"annotation\":"u8);
        Citations.Write(citation, output);
        Close(output);
    }

    public void PartDone(WrittenItem item, int part, BlockKind kind, IBufferWriter<byte> output)
    {
        var isRefusal = kind == BlockKind.Refusal;
        OpenPart(isRefusal ? "response.refusal.done"u8 : "response.output_text.done"u8, item, part, output);
        output.Raw(isRefusal ? ",\"refusal\":"u8 : ",\"text\":"u8);
        output.String(items.Text(item.Blocks[part]));
        if (!isRefusal)
        {
            output.Raw(",\"logprobs\":["u8);
            output.Raw(items.Logprobs(item.Blocks[part]));
            output.Raw("]"u8);
        }

        Close(output);
        OpenPart("response.content_part.done"u8, item, part, output);
        output.Raw(",\"part\":"u8);
        items.Part(item.Blocks[part], output);
        Close(output);
    }

    public void SummaryPartAdded(WrittenItem item, IBufferWriter<byte> output)
    {
        OpenSummary("response.reasoning_summary_part.added"u8, item, output);
        output.Raw(",\"part\":{\"type\":\"summary_text\",\"text\":\"\"}"u8);
        Close(output);
    }

    public void SummaryDone(WrittenItem item, IBufferWriter<byte> output)
    {
        OpenSummary("response.reasoning_summary_text.done"u8, item, output);
        output.Raw(",\"text\":"u8);
        output.String(items.Text(item.Blocks[0]));
        Close(output);
        OpenSummary("response.reasoning_summary_part.done"u8, item, output);
        output.Raw(",\"part\":"u8);
        items.Summary(item.Blocks[0], output);
        Close(output);
    }

    public void ArgumentsDone(WrittenItem item, JsonText name, IBufferWriter<byte> output)
    {
        OpenItem("response.function_call_arguments.done"u8, item, output);
        output.Raw(",\"name\":"u8);
        output.String(NamespacedName.Own(name));
        output.Raw(",\"arguments\":"u8);
        output.String(items.Arguments(item.Blocks[0]));
        Close(output);
    }

    /// <summary>A picture comes in one piece: all that the vendor tells on the way to it, and then its end.</summary>
    public void PictureDone(WrittenItem item, IBufferWriter<byte> output)
    {
        OpenItem("response.image_generation_call.in_progress"u8, item, output);
        Close(output);
        OpenItem("response.image_generation_call.generating"u8, item, output);
        Close(output);
        OpenItem("response.image_generation_call.completed"u8, item, output);
        Close(output);
        ItemDone(item, output);
    }

    public void InputDone(WrittenItem item, IBufferWriter<byte> output)
    {
        OpenItem("response.custom_tool_call_input.done"u8, item, output);
        output.Raw(",\"input\":"u8);
        output.String(items.Text(item.Blocks[0]));
        Close(output);
    }

    private void Item(ReadOnlySpan<byte> type, WrittenItem item, bool isFull, IBufferWriter<byte> output)
    {
        Open(type, output);
        output.Raw(",\"output_index\":"u8);
        output.Number(item.Index);
        output.Raw(",\"item\":"u8);
        items.Item(item, isFull, output);
        Close(output);
    }

    private void OpenItem(ReadOnlySpan<byte> type, WrittenItem item, IBufferWriter<byte> output)
    {
        Open(type, output);
        output.Raw(",\"item_id\":"u8);
        items.Id(item, output);
        output.Raw(",\"output_index\":"u8);
        output.Number(item.Index);
    }

    private void OpenPart(ReadOnlySpan<byte> type, WrittenItem item, int part, IBufferWriter<byte> output)
    {
        OpenItem(type, item, output);
        output.Raw(",\"content_index\":"u8);
        output.Number(part);
    }

    private void OpenSummary(ReadOnlySpan<byte> type, WrittenItem item, IBufferWriter<byte> output)
    {
        OpenItem(type, item, output);
        output.Raw(",\"summary_index\":0"u8);
    }

    private static void Close(IBufferWriter<byte> output) => output.Raw("}\n\n"u8);
}
