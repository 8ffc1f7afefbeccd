using System.Text.Json;

namespace Parley.Fuzz.Engine;

/// <summary>A JSON value that may be taken apart and put together wrongly: members may stand twice, scalars are raw bytes.</summary>
internal sealed class JsonTree
{
    /// <summary>A scalar's bytes, quotes included; null for objects and arrays.</summary>
    public byte[]? Scalar { get; set; }

    /// <summary>Keys (inside of their quotes) of an object's children; null for arrays and scalars.</summary>
    public List<byte[]>? Keys { get; init; }

    /// <summary>Children of an object or array.</summary>
    public List<JsonTree> Children { get; } = [];

    public static JsonTree Of(byte[] scalar) => new() { Scalar = scalar };

    /// <summary>The tree of a document, or null when it is none.</summary>
    public static JsonTree? Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
            return reader.Read() ? Read(ref reader) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public JsonTree Clone()
    {
        var copy = new JsonTree { Scalar = Scalar, Keys = Keys is null ? null : [.. Keys] };
        foreach (var child in Children) copy.Children.Add(child.Clone());
        return copy;
    }

    /// <summary>All containers below and with this one that have children.</summary>
    public void Collect(List<JsonTree> containers)
    {
        if (Children.Count > 0) containers.Add(this);
        foreach (var child in Children) child.Collect(containers);
    }

    /// <summary>Writes the value; stops at the limit, which leaves it broken.</summary>
    public void Write(MemoryStream output, int limit)
    {
        if (output.Length > limit) return;
        if (Scalar is not null)
        {
            output.Write(Scalar);
            return;
        }

        output.WriteByte((byte)(Keys is null ? '[' : '{'));
        for (var i = 0; i < Children.Count; i++)
        {
            if (i > 0) output.WriteByte((byte)',');
            if (Keys is not null)
            {
                output.WriteByte((byte)'"');
                output.Write(Keys[i]);
                output.Write("\":"u8);
            }

            Children[i].Write(output, limit);
        }

        output.WriteByte((byte)(Keys is null ? ']' : '}'));
    }

    private static JsonTree Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray)) return Of(Raw(ref reader));
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        var tree = new JsonTree { Keys = isObject ? [] : null };
        while (reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            if (isObject)
            {
                tree.Keys!.Add(reader.ValueSpan.ToArray());
                reader.Read();
            }

            tree.Children.Add(Read(ref reader));
        }

        return tree;
    }

    private static byte[] Raw(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.String
        ? [(byte)'"', .. reader.ValueSpan, (byte)'"']
        : reader.ValueSpan.ToArray();
}
