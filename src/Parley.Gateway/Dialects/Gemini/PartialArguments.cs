using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>
/// Arguments of a call that the vendor streams (<c>partialArgs</c>): values with their places, one behind the other in the order in which the
/// model writes them, long texts in pieces. Becomes the pieces of the JSON document that they make up.
/// </summary>
internal sealed class PartialArguments
{
    private List<JsonPathStep> _path = [];
    private bool _isTextOpen;

    /// <summary>The document's next piece, as the inside of a JSON string, by a list of values.</summary>
    /// <exception cref="JsonException">The places do not make up a document.</exception>
    public JsonText Read(ReadOnlyMemory<byte> list)
    {
        var text = new ArrayBufferWriter<byte>();
        var json = Wire.Open(list);
        json.Read();
        while (Wire.NextObject(ref json)) ReadValue(ref json, list, text);
        return CallArguments.Inside(text.WrittenSpan);
    }

    /// <summary>What is still missing at the end of the call; empty when it has no arguments.</summary>
    public JsonText End()
    {
        if (_path.Count == 0) return default;
        var text = new ArrayBufferWriter<byte>();
        Leave(0, text);
        text.Raw("}"u8);
        return CallArguments.Inside(text.WrittenSpan);
    }

    private void ReadValue(ref Utf8JsonReader json, ReadOnlyMemory<byte> list, ArrayBufferWriter<byte> text)
    {
        JsonText path = default;
        ReadOnlyMemory<byte> value = default;
        var continues = false;
        while (Wire.NextMember(ref json))
        {
            if (json.ValueTextEquals("jsonPath"u8)) path = Wire.Text(ref json, list);
            else if (json.ValueTextEquals("willContinue"u8)) continues = Wire.Flag(ref json);
            else if (json.ValueTextEquals("nullValue"u8)) value = Skip(ref json, "null"u8.ToArray());
            else if (json.ValueTextEquals("stringValue"u8) || json.ValueTextEquals("numberValue"u8) || json.ValueTextEquals("boolValue"u8))
            {
                json.Read();
                value = Wire.Take(ref json, list);
            }
            else json.Skip();
        }

        if (!path.IsEmpty && !value.IsEmpty) Add(JsonPathStep.Parse(path.ToString()), value.Span, continues, text);
    }

    private static ReadOnlyMemory<byte> Skip(ref Utf8JsonReader json, ReadOnlyMemory<byte> value)
    {
        json.Skip();
        return value;
    }

    private void Add(List<JsonPathStep> path, ReadOnlySpan<byte> value, bool continues, ArrayBufferWriter<byte> text)
    {
        var isText = value[0] == (byte)'"';
        if (!path.SequenceEqual(_path)) Go(path, text);
        else if (!isText) throw new JsonException("Two values in one place.");
        else if (!_isTextOpen && value.Length == 2) return; // says once more that the text is at its end

        if (!isText)
        {
            text.Raw(value);
            return;
        }

        if (!_isTextOpen) text.Raw("\""u8);
        text.Raw(value[1..^1]);
        if (!continues) text.Raw("\""u8);
        _isTextOpen = continues;
    }

    /// <summary>From the place of the last value to another: out of what they do not share, and in again.</summary>
    private void Go(List<JsonPathStep> path, ArrayBufferWriter<byte> text)
    {
        var shared = 0;
        while (shared < path.Count && shared < _path.Count && path[shared] == _path[shared]) shared++;
        var isFirst = _path.Count == 0;
        if (shared == path.Count || (!isFirst && (shared == _path.Count || path[shared].IsIndex != _path[shared].IsIndex)) || path[0].IsIndex)
            throw new JsonException("Values in places that exclude each other.");
        Leave(shared, text);
        text.Raw(isFirst ? "{"u8 : ","u8);
        for (var i = shared; i < path.Count; i++)
        {
            if (i > shared) text.Raw(path[i].IsIndex ? "["u8 : "{"u8);
            if (path[i].IsIndex) continue;
            text.String(path[i].Name);
            text.Raw(":"u8);
        }

        _path = path;
    }

    private void Leave(int shared, ArrayBufferWriter<byte> text)
    {
        if (_isTextOpen) text.Raw("\""u8);
        _isTextOpen = false;
        for (var i = _path.Count - 1; i > shared; i--) text.Raw(_path[i].IsIndex ? "]"u8 : "}"u8);
    }
}
