using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>What stands in the place of a picture, for which answers of this format have no block: nobody should take such an answer for an empty one.</summary>
internal static class PictureNote
{
    /// <summary>Writes the sentence as a JSON string. In brackets, for these are not the model's words.</summary>
    public static void Write(JsonText type, ReadOnlySpan<byte> base64, IBufferWriter<byte> output)
    {
        output.Raw("\"[The model made a picture ("u8);
        output.Raw(type.Escaped.Span);
        output.Raw(", "u8);
        output.Number(Picture.Kilobytes(base64));
        output.Raw(" KB) that the Messages format cannot carry.]\""u8);
    }
}
