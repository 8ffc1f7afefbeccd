using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>A schema for the answer, in OpenAI's words: its formats put the same members in different places.</summary>
internal static class SchemaFormat
{
    /// <summary>Writes the members, without the braces around them.</summary>
    public static void Write(OutputFormat format, IBufferWriter<byte> output)
    {
        output.Raw("\"name\":"u8);
        output.String(format.Name ?? "answer");
        if (format.Description is not null)
        {
            output.Raw(",\"description\":"u8);
            output.String(format.Description);
        }

        if (format.Strict is { } strict)
        {
            output.Raw(",\"strict\":"u8);
            output.Flag(strict);
        }

        output.Raw(",\"schema\":"u8);
        output.Element(format.Schema);
    }
}
