using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>
/// Writes a schema that the vendor holds answers to. Keywords that it refuses move into the description of the schema they stood in,
/// as the vendor's own SDKs do it, so that the model still reads them; and objects are closed at every depth, which it insists on.
/// </summary>
/// <param name="name">The schema's place in the request, under which keywords that moved are named.</param>
/// <param name="dropped">Where they are named.</param>
/// <param name="output">The request.</param>
internal sealed class StrictSchema(string name, DroppedNames dropped, IBufferWriter<byte> output)
{
    public void Write(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            output.Element(schema);
            return;
        }

        var moved = schema.EnumerateObject().Where(member => !StrictRules.Takes(schema, member)).ToList();
        output.Raw("{"u8);
        var first = true;
        if (SchemaMembers.IsOfObjects(schema) && !schema.TryGetProperty("additionalProperties", out _))
        {
            output.Raw("\"additionalProperties\":false"u8);
            first = false;
        }

        foreach (var member in schema.EnumerateObject())
        {
            if (!StrictRules.Takes(schema, member) || (moved.Count > 0 && member.Name == "description")) continue;
            WriteName(member.Name == "oneOf" ? "anyOf" : member.Name, ref first);
            WriteValue(member);
        }

        if (moved.Count > 0)
        {
            WriteName("description", ref first);
            WriteDescription(schema, moved);
        }

        output.Raw("}"u8);
    }

    private void WriteValue(JsonProperty member)
    {
        if (member.Name == "oneOf") dropped.Add(name + ".oneOf"); // more than one may match now
        switch (member.Kind())
        {
            case SchemaMember.Schema:
                Write(member.Value);
                break;
            case SchemaMember.List:
                WriteList(member.Value);
                break;
            case SchemaMember.Map:
                WriteMap(member.Value);
                break;
            default:
                output.Element(member.Value);
                break;
        }
    }

    private void WriteList(JsonElement schemas)
    {
        output.Raw("["u8);
        var first = true;
        foreach (var schema in schemas.EnumerateArray())
        {
            if (!first) output.Raw(","u8);
            first = false;
            Write(schema);
        }

        output.Raw("]"u8);
    }

    private void WriteMap(JsonElement schemas)
    {
        output.Raw("{"u8);
        var first = true;
        foreach (var schema in schemas.EnumerateObject())
        {
            WriteName(schema.Name, ref first);
            Write(schema.Value);
        }

        output.Raw("}"u8);
    }

    /// <summary>The caller's words, and below them what moved: <c>{minimum: 0, maximum: 150}</c>.</summary>
    private void WriteDescription(JsonElement schema, List<JsonProperty> moved)
    {
        output.Raw("\""u8);
        if (schema.TryGetProperty("description", out var words) && words.ValueKind == JsonValueKind.String)
        {
            output.Raw(JsonMarshal.GetRawUtf8Value(words)[1..^1]);
            output.Raw("\\n\\n"u8);
        }

        for (var i = 0; i < moved.Count; i++)
        {
            output.Raw(i == 0 ? "{"u8 : ", "u8);
            output.Escape($"{moved[i].Name}: {Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(moved[i].Value))}");
            dropped.Add($"{name}.{moved[i].Name}");
        }

        output.Raw("}\""u8);
    }

    private void WriteName(string member, ref bool first)
    {
        if (!first) output.Raw(","u8);
        first = false;
        output.String(member);
        output.Raw(":"u8);
    }
}
