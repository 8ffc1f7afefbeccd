using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>A request for embeddings, read in OpenAI's format and written in Google's.</summary>
internal sealed class EmbeddingsRequest
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly List<string> _dropped = [];
    private long? _dimensions;

    private EmbeddingsRequest(List<string> texts) => Texts = texts;

    /// <summary>What to embed; at least one text.</summary>
    public List<string> Texts { get; }

    /// <summary>The caller wants each embedding as base64 of its floats instead of numbers.</summary>
    public bool AsBase64 { get; private init; }

    /// <summary>Fields that could not be carried.</summary>
    public IReadOnlyCollection<string> Dropped => _dropped;

    /// <summary>Reads the caller's body.</summary>
    /// <exception cref="GatewayFaultException">A field is missing, of a wrong type, or asks for what the vendor cannot do; names it.</exception>
    public static EmbeddingsRequest Read(ReadOnlySpan<byte> body)
    {
        var fields = JsonFields.Root(Parse(body));
        if (!fields.Has("input")) throw fields.Missing("input");
        if (fields.Any("input") is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().Any(e => e.ValueKind is JsonValueKind.Number or JsonValueKind.Array))
            throw fields.Bad("input", "must be text for this model: its provider does not take tokens");
        List<string> texts = [.. fields.Texts("input")];
        if (texts.Count == 0) throw fields.Bad("input", "must hold at least one text");
        var format = fields.Text("encoding_format");
        if (format is not (null or "float" or "base64")) throw fields.Bad("encoding_format", "must be 'float' or 'base64'");
        var request = new EmbeddingsRequest(texts) { AsBase64 = format == "base64", _dimensions = fields.Integer("dimensions") };
        if (request._dimensions < 1) throw fields.Bad("dimensions", "must be at least 1");
        foreach (var member in fields.Value.EnumerateObject())
            if (member.Value.ValueKind != JsonValueKind.Null && member.Name is not ("model" or "input" or "dimensions" or "encoding_format")) request._dropped.AddName(member.Name);
        return request;
    }

    /// <summary>Writes the vendor's batch, one request a text.</summary>
    public void Write(string model, IBufferWriter<byte> output)
    {
        output.Raw("{\"requests\":["u8);
        for (var i = 0; i < Texts.Count; i++)
        {
            output.Raw(i == 0 ? "{\"model\":"u8 : ",{\"model\":"u8);
            output.String(ModelPath.ResourceOf(model));
            output.Raw(",\"content\":{\"parts\":[{\"text\":"u8);
            output.String(Texts[i]);
            output.Raw("}]}"u8);
            if (_dimensions is { } dimensions)
            {
                output.Raw(",\"outputDimensionality\":"u8);
                output.Number(dimensions);
            }

            output.Raw("}"u8);
        }

        output.Raw("]}"u8);
    }

    private static JsonElement Parse(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonElement.Parse(body, Strict);
        }
        catch (Exception problem) when (BadJson.Is(problem))
        {
            throw GatewayFaultException.Invalid("The request body holds a key twice in one object, or text that is not valid. Nothing was sent to a model.");
        }
    }
}
