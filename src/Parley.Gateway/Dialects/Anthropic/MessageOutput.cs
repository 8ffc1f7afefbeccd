using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>What streams and whole answers write alike.</summary>
internal static class MessageOutput
{
    /// <summary>A message object up to the opening bracket of its content. The vendor's id is kept when it has this
    /// format's form; otherwise the id derives from the request's.</summary>
    public static void Head(AnswerIdentity identity, JsonText id, IBufferWriter<byte> output)
    {
        output.Raw("{\"id\":"u8);
        if (id.Escaped.Span.StartsWith("msg_"u8))
        {
            output.String(id);
        }
        else
        {
            output.Raw("\"msg_"u8);
            output.Escape(Suffix(identity));
            output.Raw("\""u8);
        }

        output.Raw(",\"type\":\"message\",\"role\":\"assistant\",\"model\":"u8);
        output.String(identity.Model);
        output.Raw(",\"content\":["u8);
    }

    /// <summary>A <c>tool_use</c> block up to the value of its input. The vendor's strict SDKs want to know the caller.</summary>
    public static void ToolHead(AnswerIdentity identity, JsonText id, JsonText name, int index, IBufferWriter<byte> output)
    {
        output.Raw("{\"type\":\"tool_use\",\"id\":"u8);
        if (!id.IsEmpty)
        {
            output.String(id);
        }
        else
        {
            output.Raw("\"toolu_"u8);
            output.Escape(Suffix(identity));
            output.Raw("_"u8);
            output.Number(index);
            output.Raw("\""u8);
        }

        output.Raw(",\"name\":"u8);
        output.String(name);
        output.Raw(",\"caller\":{\"type\":\"direct\"},\"input\":"u8);
    }

    private static ReadOnlySpan<char> Suffix(AnswerIdentity identity) =>
        identity.RequestId.StartsWith("req_", StringComparison.Ordinal) ? identity.RequestId.AsSpan(4) : identity.RequestId;
}
