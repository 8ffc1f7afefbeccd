using System.Buffers;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>A schema for the answer, in OpenAI's words: its formats put the same members in different places.</summary>
internal static class SchemaFormat
{
    /// <summary>Writes the members, without the braces around them.</summary>
    public static void Write(OutputFormat format, DroppedNames dropped, IBufferWriter<byte> output)
    {
        output.Raw("\"name\":"u8);
        output.String(format.Name ?? "answer");
        if (format.Description is not null)
        {
            output.Raw(",\"description\":"u8);
            output.String(format.Description);
        }

        if (StrictOf(format, dropped) is { } strict)
        {
            output.Raw(",\"strict\":"u8);
            output.Flag(strict);
        }

        output.Raw(",\"schema\":"u8);
        output.Element(format.Schema);
    }

    /// <summary>What the caller chose goes as it is. What it did not choose is asked for where the vendor takes it: many schemas
    /// that other formats hold answers to are refused here.</summary>
    private static bool? StrictOf(OutputFormat format, DroppedNames dropped)
    {
        if (!format.IsStrictAnyway || OpenAiStrictRules.CanHold(format.Schema)) return format.Strict;
        dropped.Add("response_format.json_schema.strict");
        return null;
    }
}
