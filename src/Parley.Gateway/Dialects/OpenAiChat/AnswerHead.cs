using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>The members that open every chunk and every whole answer.</summary>
internal static class AnswerHead
{
    /// <summary>Writes <c>"id","object","created","model"</c>, without the braces around.</summary>
    public static void Write(AnswerIdentity identity, JsonText id, ReadOnlySpan<byte> kind, IBufferWriter<byte> output)
    {
        output.Raw("\"id\":\""u8);
        if (!id.Escaped.Span.StartsWith("chatcmpl"u8)) output.Raw("chatcmpl-"u8);
        if (id.IsEmpty) output.Escape(identity.RequestId.StartsWith("req_", StringComparison.Ordinal) ? identity.RequestId.AsSpan(4) : identity.RequestId);
        else output.Raw(id.Escaped.Span);
        output.Raw("\",\"object\":"u8);
        output.String(kind);
        output.Raw(",\"created\":"u8);
        output.Number(identity.CreatedAt.ToUnixTimeSeconds());
        output.Raw(",\"model\":"u8);
        output.String(identity.Model);
    }
}
