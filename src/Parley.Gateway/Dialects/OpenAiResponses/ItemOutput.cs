using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>Writes output items and their parts, as streams and whole answers have them alike.</summary>
internal sealed class ItemOutput(AnswerIdentity identity, FoldedAnswer answer)
{
    /// <summary>The part of ids that comes from the request's.</summary>
    public static ReadOnlySpan<char> Suffix(AnswerIdentity identity) =>
        identity.RequestId.StartsWith("req_", StringComparison.Ordinal) ? identity.RequestId.AsSpan(4) : identity.RequestId;

    /// <summary>An item's id, with its quotes.</summary>
    public void Id(WrittenItem item, IBufferWriter<byte> output)
    {
        output.Raw(item.Kind switch { ItemKind.Message => "\"msg_"u8, ItemKind.Reasoning => "\"rs_"u8, ItemKind.Image => "\"ig_"u8, _ when item.IsCustom => "\"ctc_"u8, _ => "\"fc_"u8 });
        output.Escape(Suffix(identity));
        output.Raw("_"u8);
        output.Number(item.Index);
        output.Raw("\""u8);
    }

    /// <summary>An item: with all that is in it, or empty as it begins.</summary>
    public void Item(WrittenItem item, bool isFull, IBufferWriter<byte> output)
    {
        output.Raw("{\"id\":"u8);
        Id(item, output);
        switch (item.Kind)
        {
            case ItemKind.Reasoning:
                output.Raw(",\"type\":\"reasoning\",\"summary\":["u8);
                if (isFull && Text(item.Blocks[0]).Length > 0) Summary(item.Blocks[0], output);
                output.Raw("]}"u8);
                break;
            case ItemKind.Message:
                output.Raw(",\"type\":\"message\",\"status\":"u8);
                Status(item, isFull, output);
                output.Raw(",\"role\":\"assistant\",\"content\":["u8);
                for (var i = 0; isFull && i < item.Blocks.Count; i++)
                {
                    if (i > 0) output.Raw(","u8);
                    Part(item.Blocks[i], output);
                }

                output.Raw("]}"u8);
                break;
            case ItemKind.Image:
                Picture(answer.Blocks[item.Blocks[0]], isFull, output);
                break;
            default:
                Call(item, isFull, output);
                break;
        }
    }

    /// <summary>The vendor names the format by the end of the media type. A picture is never cut short.</summary>
    private static void Picture(FoldedBlock picture, bool isFull, IBufferWriter<byte> output)
    {
        var type = picture.Name.Escaped.Span;
        output.Raw(isFull ? ",\"type\":\"image_generation_call\",\"status\":\"completed\",\"output_format\":"u8 : ",\"type\":\"image_generation_call\",\"status\":\"in_progress\",\"output_format\":"u8);
        output.String(type[(type.LastIndexOf((byte)'/') + 1)..]);
        output.Raw(",\"result\":"u8);
        if (isFull) output.String(picture.Text.Written.Span);
        else output.Raw("null"u8);
        output.Raw("}"u8);
    }

    /// <summary>A part of a message, with all that is in it.</summary>
    public void Part(int block, IBufferWriter<byte> output)
    {
        if (answer.Blocks[block].Kind == BlockKind.Refusal)
        {
            output.Raw("{\"type\":\"refusal\",\"refusal\":"u8);
            output.String(Text(block));
            output.Raw("}"u8);
            return;
        }

        output.Raw("{\"type\":\"output_text\",\"annotations\":["u8);
        var any = false;
        foreach (var citation in answer.Blocks[block].Citations)
        {
            if (citation.Url is null) continue;
            if (any) output.Raw(","u8);
            any = true;
            Citations.Write(citation, output);
        }

        output.Raw("],\"logprobs\":["u8);
        output.Raw(Logprobs(block));
        output.Raw("],\"text\":"u8);
        output.String(Text(block));
        output.Raw("}"u8);
    }

    /// <summary>The one part of a reasoning item.</summary>
    public void Summary(int block, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"summary_text\",\"text\":"u8);
        output.String(Text(block));
        output.Raw("}"u8);
    }

    /// <summary>The text of a block, escaped.</summary>
    public ReadOnlySpan<byte> Text(int block) => answer.Blocks[block].Text.Written.Span;

    /// <summary>The log probabilities of a block's tokens, without brackets.</summary>
    public ReadOnlySpan<byte> Logprobs(int block) => answer.Blocks[block].Logprobs is { } logprobs ? logprobs.Written.Span : default;

    /// <summary>The arguments of a call, escaped; an empty object when the model gave none.</summary>
    public ReadOnlySpan<byte> Arguments(int block) => answer.Blocks[block].Text.Count == 0 ? "{}"u8 : Text(block);

    private void Call(WrittenItem item, bool isFull, IBufferWriter<byte> output)
    {
        output.Raw(item.IsCustom ? ",\"type\":\"custom_tool_call\",\"status\":"u8 : ",\"type\":\"function_call\",\"status\":"u8);
        Status(item, isFull, output);
        output.Raw(item.IsCustom ? ",\"input\":"u8 : ",\"arguments\":"u8);
        output.String(!isFull ? default : item.IsCustom ? Text(item.Blocks[0]) : Arguments(item.Blocks[0]));
        output.Raw(",\"call_id\":"u8);
        CallId(item, output);
        NamespacedName.Write(answer.Blocks[item.Blocks[0]].Name, output);
        output.Raw("}"u8);
    }

    private void CallId(WrittenItem item, IBufferWriter<byte> output)
    {
        var id = answer.Blocks[item.Blocks[0]].Id;
        if (!id.IsEmpty)
        {
            output.String(id);
            return;
        }

        output.Raw("\"call_"u8);
        output.Escape(Suffix(identity));
        output.Raw("_"u8);
        output.Number(item.Index);
        output.Raw("\""u8);
    }

    private static void Status(WrittenItem item, bool isFull, IBufferWriter<byte> output) =>
        output.String(!isFull ? "in_progress"u8 : item.IsIncomplete ? "incomplete"u8 : "completed"u8);
}
