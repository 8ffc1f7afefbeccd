using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>
/// Typed reading of an object in a client's request. A member of a wrong type, or a missing one, becomes a 400 that
/// names it (<c>messages[2].content</c>, or <c>messages.2.content</c> for formats that write paths that way). An optional member that is <c>null</c> counts as absent.
/// </summary>
internal readonly struct JsonFields
{
    private readonly string? _path;
    private readonly bool _dotted;

    private JsonFields(JsonElement value, string? path, bool dotted)
    {
        Value = value;
        _path = path;
        _dotted = dotted;
    }

    /// <summary>The object itself.</summary>
    public JsonElement Value { get; }

    /// <summary>The body of a request, which must be an object. <paramref name="dotted"/>: errors write places in
    /// arrays as <c>.2</c> instead of <c>[2]</c>.</summary>
    public static JsonFields Root(JsonElement body, bool dotted = false) => body.ValueKind == JsonValueKind.Object
        ? new(body, null, dotted)
        : throw GatewayFaultException.Invalid("The request body must be a JSON object.");

    /// <summary>A value that must be an object, at <paramref name="path"/>.</summary>
    public static JsonFields Of(JsonElement value, string path, bool dotted = false) => value.ValueKind == JsonValueKind.Object
        ? new(value, path, dotted)
        : throw Wrong(path, "an object", value);

    /// <summary>The text of a JSON string. Half surrogates and broken UTF-8 become U+FFFD instead of an exception.</summary>
    public static string Decode(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException) when (value.ValueKind == JsonValueKind.String)
        {
            return JsonText.FromEscaped(JsonMarshal.GetRawUtf8Value(value)[1..^1].ToArray()).ToString();
        }
    }

    /// <summary>A 400 for a value of a wrong type.</summary>
    public static GatewayFaultException Wrong(string path, string expected, JsonElement found) =>
        GatewayFaultException.Invalid($"'{path}' must be {expected}, but it is {Describe(found.ValueKind)}.", path);

    /// <summary>The path of a member, for errors.</summary>
    public string PathOf(string name) => _path is null ? name : $"{_path}.{name}";

    /// <summary>Whether a member is there and not <c>null</c>.</summary>
    public bool Has(string name) => Any(name).ValueKind != JsonValueKind.Undefined;

    /// <summary>A member of any type; undefined when absent or <c>null</c>.</summary>
    public JsonElement Any(string name) =>
        Value.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    /// <summary>A string, or null.</summary>
    public string? Text(string name) => Any(name) switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.String } text => Decode(text),
        var other => throw Wrong(PathOf(name), "a string", other),
    };

    /// <summary>A string that must be there.</summary>
    public string NeedText(string name) => Text(name) ?? throw Missing(name);

    /// <summary>A whole number (also spelled <c>5.0</c>), or null.</summary>
    public long? Integer(string name)
    {
        var value = Any(name);
        if (value.ValueKind == JsonValueKind.Undefined) return null;
        if (value.ValueKind == JsonValueKind.Number)
        {
            if (value.TryGetInt64(out var whole)) return whole;
            if (value.TryGetDouble(out var number) && number == Math.Floor(number) && Math.Abs(number) < 1e15) return (long)number;
        }

        throw Wrong(PathOf(name), "an integer", value);
    }

    /// <summary>A finite number, or null.</summary>
    public double? Number(string name)
    {
        var value = Any(name);
        if (value.ValueKind == JsonValueKind.Undefined) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw Wrong(PathOf(name), "a number", value);
    }

    /// <summary>True or false, or null.</summary>
    public bool? Flag(string name) => Any(name) switch
    {
        { ValueKind: JsonValueKind.Undefined } => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        var other => throw Wrong(PathOf(name), "true or false", other),
    };

    /// <summary>A member object, or null.</summary>
    public JsonFields? Object(string name) =>
        Any(name) is { ValueKind: not JsonValueKind.Undefined } value ? Of(value, PathOf(name), _dotted) : null;

    /// <summary>A member object that must be there.</summary>
    public JsonFields NeedObject(string name) => Object(name) ?? throw Missing(name);

    /// <summary>The objects of a member array; none when it is absent.</summary>
    public IEnumerable<JsonFields> Objects(string name)
    {
        var value = Any(name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined => [],
            JsonValueKind.Array => ObjectsOf(value, PathOf(name), _dotted),
            _ => throw Wrong(PathOf(name), "an array", value),
        };
    }

    /// <summary>The strings of a member that is a string or an array of strings; none when it is absent.</summary>
    public IEnumerable<string> Texts(string name)
    {
        var value = Any(name);
        return value.ValueKind switch
        {
            JsonValueKind.Undefined => [],
            JsonValueKind.String => [Decode(value)],
            JsonValueKind.Array => TextsOf(value, PathOf(name), _dotted),
            _ => throw Wrong(PathOf(name), "a string or an array of strings", value),
        };
    }

    /// <summary>A 400 for a member that is not there.</summary>
    public GatewayFaultException Missing(string name) =>
        GatewayFaultException.Invalid($"'{PathOf(name)}' is missing.", PathOf(name));

    /// <summary>A 400 for a member with a value that is not allowed.</summary>
    public GatewayFaultException Bad(string name, string rule) =>
        GatewayFaultException.Invalid($"'{PathOf(name)}' {rule}.", PathOf(name));

    private static IEnumerable<JsonFields> ObjectsOf(JsonElement array, string path, bool dotted)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray()) yield return Of(item, Indexed(path, index++, dotted), dotted);
    }

    private static IEnumerable<string> TextsOf(JsonElement array, string path, bool dotted)
    {
        var index = 0;
        foreach (var item in array.EnumerateArray())
        {
            yield return item.ValueKind == JsonValueKind.String ? Decode(item) : throw Wrong(Indexed(path, index, dotted), "a string", item);
            index++;
        }
    }

    private static string Indexed(string path, int index, bool dotted) => dotted
        ? string.Create(CultureInfo.InvariantCulture, $"{path}.{index}")
        : string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]");

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        _ => "missing",
    };
}
