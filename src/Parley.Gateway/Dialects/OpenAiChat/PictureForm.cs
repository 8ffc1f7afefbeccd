using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Pictures of an answer, as OpenRouter, Vercel and LiteLLM write them. Each says its place in the list: without it OpenAI's own clients
/// cannot join the lists of a stream.</summary>
internal static class PictureForm
{
    /// <summary>Opens the member, which ends with <see cref="Close"/>.</summary>
    public static void Open(IBufferWriter<byte> output) => output.Raw("\"images\":["u8);

    /// <summary>Writes a picture.</summary>
    public static void Write(int index, JsonText type, ReadOnlySpan<byte> base64, IBufferWriter<byte> output)
    {
        output.Raw("{\"index\":"u8);
        output.Number(index);
        output.Raw(",\"type\":\"image_url\",\"image_url\":{\"url\":\"data:"u8);
        output.Raw(type.Escaped.Span);
        output.Raw(";base64,"u8);
        output.Raw(base64);
        output.Raw("\"}}"u8);
    }

    /// <summary>Closes the member.</summary>
    public static void Close(IBufferWriter<byte> output) => output.Raw("]"u8);
}
