using System.Text.Json;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>Reads the vectors of an embeddings answer (<c>data[].embedding</c> as numbers), each at its <c>index</c>.</summary>
internal static class EmbeddingVectors
{
    /// <summary>The vectors in the order of the texts; null when they are not all there, or not of one length.</summary>
    public static float[][]? Read(ReadOnlySpan<byte> body, int count)
    {
        var vectors = new float[count][];
        try
        {
            var json = new Utf8JsonReader(body);
            if (!ToMember(ref json, "data"u8) || json.TokenType != JsonTokenType.StartArray) return null;
            for (var place = 0; json.Read() && json.TokenType == JsonTokenType.StartObject; place++)
            {
                var (index, vector) = ReadItem(ref json, place);
                if ((uint)index < (uint)count) vectors[index] = vector;
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }

        return vectors.All(v => v is { Length: > 0 } && v.Length == vectors[0].Length) ? vectors : null;
    }

    private static (int Index, float[] Vector) ReadItem(ref Utf8JsonReader json, int index)
    {
        List<float> numbers = [];
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIndex = json.ValueTextEquals("index"u8);
            var isVector = json.ValueTextEquals("embedding"u8);
            json.Read();
            if (isIndex) index = json.GetInt32();
            else if (!isVector || json.TokenType != JsonTokenType.StartArray) json.Skip();
            else while (json.Read() && json.TokenType == JsonTokenType.Number) numbers.Add(json.GetSingle());
        }

        return (index, [.. numbers]);
    }

    private static bool ToMember(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var found = json.ValueTextEquals(name);
            json.Read();
            if (found) return true;
            json.Skip();
        }

        return false;
    }
}
