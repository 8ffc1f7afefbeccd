using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>JSON Schemas as this format wants them.</summary>
internal static class OutputSchema
{
    /// <summary>Any JSON object without a schema cannot be asked for here.</summary>
    public static bool CanWrite(JsonElement schema) => schema.ValueKind == JsonValueKind.Object;

    /// <summary>Writes a schema for structured output. The vendor refuses objects that do not say
    /// <c>additionalProperties: false</c>; where a schema is silent it is added, at every depth.</summary>
    public static void Write(JsonElement schema, IBufferWriter<byte> output)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(schema, output);
                break;
            case JsonValueKind.Array:
                output.Raw("["u8);
                var first = true;
                foreach (var item in schema.EnumerateArray())
                {
                    if (!first) output.Raw(","u8);
                    first = false;
                    Write(item, output);
                }

                output.Raw("]"u8);
                break;
            default:
                output.Element(schema);
                break;
        }
    }

    /// <summary>Writes a tool's <c>input_schema</c>, which must be of type <c>object</c>.</summary>
    public static void WriteInput(JsonElement schema, IBufferWriter<byte> output)
    {
        if (schema.ValueKind != JsonValueKind.Object || !schema.EnumerateObject().Any())
        {
            output.Raw("{\"type\":\"object\",\"properties\":{}}"u8);
        }
        else if (schema.TryGetProperty("type", out _))
        {
            output.Element(schema);
        }
        else
        {
            output.Raw("{\"type\":\"object\""u8);
            Members(schema, output, first: false, static (member, to) => to.Element(member.Value));
            output.Raw("}"u8);
        }
    }

    private static void WriteObject(JsonElement schema, IBufferWriter<byte> output)
    {
        output.Raw("{"u8);
        var open = schema.TryGetProperty("type", out var type) && MeansObject(type) && !schema.TryGetProperty("additionalProperties", out _);
        if (open) output.Raw("\"additionalProperties\":false"u8);
        Members(schema, output, !open, WriteMember);
        output.Raw("}"u8);
    }

    /// <summary><c>object</c>, or a list of types with it.</summary>
    private static bool MeansObject(JsonElement type) => type.ValueKind == JsonValueKind.Array
        ? type.EnumerateArray().Any(MeansObject)
        : JsonMarshal.GetRawUtf8Value(type).SequenceEqual("\"object\""u8);

    /// <summary>A schema's member: values stay as they are, maps hold schemas under names of the caller's own.</summary>
    private static void WriteMember(JsonProperty member, IBufferWriter<byte> output)
    {
        if (member.Name is "enum" or "const" or "default" or "examples" or "required")
        {
            output.Element(member.Value);
        }
        else if (member is { Name: "properties" or "patternProperties" or "$defs" or "definitions" or "dependentSchemas", Value.ValueKind: JsonValueKind.Object })
        {
            output.Raw("{"u8);
            Members(member.Value, output, first: true, static (schema, to) => Write(schema.Value, to));
            output.Raw("}"u8);
        }
        else
        {
            Write(member.Value, output);
        }
    }

    private static void Members(JsonElement schema, IBufferWriter<byte> output, bool first, Action<JsonProperty, IBufferWriter<byte>> write)
    {
        foreach (var member in schema.EnumerateObject())
        {
            if (!first) output.Raw(","u8);
            first = false;
            output.String(member.Name);
            output.Raw(":"u8);
            write(member, output);
        }
    }
}
