using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>A part of a message's content, or of reasoning.</summary>
internal struct Part
{
    /// <summary>Text, refusal or reasoning; opaque for everything else.</summary>
    public BlockKind Kind;
    public JsonText Text;
    public ReadOnlyMemory<byte> Annotations;

    /// <summary>Log probabilities of the text's tokens; empty for none.</summary>
    public ReadOnlyMemory<byte> Logprobs;

    /// <summary>Reads a part from its JSON object.</summary>
    public static Part Read(ReadOnlyMemory<byte> json)
    {
        var part = new Part { Kind = BlockKind.Opaque };
        var reader = Wire.Open(json);
        reader.Read();
        JsonText text = default, refusal = default;
        while (Wire.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("type"u8))
            {
                if (Wire.Enter(ref reader, JsonTokenType.String)) part.Kind = KindOf(ref reader);
            }
            else if (reader.ValueTextEquals("text"u8)) text = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("refusal"u8)) refusal = Wire.Text(ref reader, json);
            else if (reader.ValueTextEquals("annotations"u8)) part.Annotations = Wire.Take(ref reader, json, JsonTokenType.StartArray);
            else if (reader.ValueTextEquals("logprobs"u8)) part.Logprobs = Dialects.Logprobs.Take(ref reader, json);
            else reader.Skip();
        }

        part.Text = part.Kind == BlockKind.Refusal ? refusal : text;
        return part;
    }

    private static BlockKind KindOf(ref Utf8JsonReader reader) =>
        reader.ValueTextEquals("output_text"u8) || reader.ValueTextEquals("text"u8) ? BlockKind.Text
        : reader.ValueTextEquals("refusal"u8) ? BlockKind.Refusal
        : reader.ValueTextEquals("summary_text"u8) || reader.ValueTextEquals("reasoning_text"u8) ? BlockKind.Reasoning
        : BlockKind.Opaque;
}
