using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Calls as the caller knows them: the list <c>tool_calls</c>, or the one <c>function_call</c> that there was before tools.</summary>
internal static class CallForm
{
    /// <summary>Whether there is a place for this call: functions are called one at a time, and the upstream was told so.</summary>
    public static bool Holds(AnswerIdentity identity, int call) => !identity.LegacyCalls || call == 0;

    /// <summary>The member of a delta that begins a call.</summary>
    public static void Start(AnswerIdentity identity, int call, in LlmEvent item, IBufferWriter<byte> output)
    {
        if (identity.LegacyCalls)
        {
            output.Raw("\"function_call\":{\"name\":"u8);
            output.String(item.Name);
            output.Raw(",\"arguments\":\"\"}"u8);
            return;
        }

        output.Raw("\"tool_calls\":[{\"index\":"u8);
        output.Number(call);
        Head(item.BlockKind, item.Id, item.Name, output);
        output.Raw("\"\"}"u8);
        Extra(item.Text, output);
        output.Raw("}]"u8);
    }

    /// <summary>The member of a delta that goes on with a call's arguments, or a custom one's input.</summary>
    public static void Arguments(AnswerIdentity identity, int call, BlockKind kind, ReadOnlySpan<byte> escaped, IBufferWriter<byte> output)
    {
        if (identity.LegacyCalls)
        {
            output.Raw("\"function_call\":{\"arguments\":"u8);
            output.String(escaped);
            output.Raw("}"u8);
            return;
        }

        output.Raw("\"tool_calls\":[{\"index\":"u8);
        output.Number(call);
        output.Raw(kind == BlockKind.CustomCall ? ",\"custom\":{\"input\":"u8 : ",\"function\":{\"arguments\":"u8);
        output.String(escaped);
        output.Raw("}}]"u8);
    }

    /// <summary>The member of a delta that tells a call's signature late.</summary>
    public static void Sign(int call, JsonText signature, IBufferWriter<byte> output)
    {
        output.Raw("\"tool_calls\":[{\"index\":"u8);
        output.Number(call);
        Extra(signature, output);
        output.Raw("}]"u8);
    }

    /// <summary>A call of a whole message: the first opens the list, which stays open; a function call is whole by itself.</summary>
    public static void Whole(AnswerIdentity identity, int call, FoldedBlock block, IBufferWriter<byte> output)
    {
        if (identity.LegacyCalls)
        {
            output.Raw(",\"function_call\":{\"name\":"u8);
            output.String(block.Name);
            output.Raw(",\"arguments\":"u8);
        }
        else
        {
            output.Raw(call == 0 ? ",\"tool_calls\":[{"u8 : ",{"u8);
            Head(block.Kind, block.Id, block.Name, output, first: true);
        }

        output.String(block is { Kind: BlockKind.ToolCall, Text.Count: 0 } ? "{}"u8 : block.Text.Written.Span);
        output.Raw("}"u8);
        if (identity.LegacyCalls) return;
        Extra(block.Signature, output);
        output.Raw("}"u8);
    }

    private static void Head(BlockKind kind, JsonText id, JsonText name, IBufferWriter<byte> output, bool first = false)
    {
        output.Raw(first ? "\"id\":"u8 : ",\"id\":"u8);
        output.String(id);
        output.Raw(kind == BlockKind.CustomCall ? ",\"type\":\"custom\",\"custom\":{\"name\":"u8 : ",\"type\":\"function\",\"function\":{\"name\":"u8);
        output.String(name);
        output.Raw(kind == BlockKind.CustomCall ? ",\"input\":"u8 : ",\"arguments\":"u8);
    }

    /// <summary>A call's signature in the member that Google's own OpenAI-compatible door has for it: what is made for that door sends it back from there.</summary>
    private static void Extra(JsonText signature, IBufferWriter<byte> output)
    {
        if (signature.IsEmpty) return;
        output.Raw(",\"extra_content\":{\"google\":{\"thought_signature\":"u8);
        output.String(signature);
        output.Raw("}}"u8);
    }
}
