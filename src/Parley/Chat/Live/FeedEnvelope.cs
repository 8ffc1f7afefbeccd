using System.Text.Json;
using Parley.Chat.Model;
using Parley.Shared;

namespace Parley.Chat.Live;

/// <summary>How events stand on the wire, whichever transport: <c>{"seq"?,"kind","data"}</c>.</summary>
internal static class FeedEnvelope
{
    public static ReadOnlyMemory<byte> Of(FeedEvent item) => Write(item.Kind, item.Seq, item.Data, static (json, data) => json.WriteRawValue(data, skipInputValidation: true));

    public static ReadOnlyMemory<byte> Of<T>(string kind, T data, long? seq = null) => Write(kind, seq, data, static (json, data) => JsonSerializer.Serialize(json, data, data!.GetType(), StrictJson.Options));

    private static byte[] Write<T>(string kind, long? seq, T data, Action<Utf8JsonWriter, T> write) =>
        JsonBytes.Write([], (kind, seq, data, write), static (json, item) =>
        {
            json.WriteStartObject();
            if (item.seq is { } number) json.WriteNumber("seq"u8, number);
            json.WriteString("kind"u8, item.kind);
            json.WritePropertyName("data"u8);
            item.write(json, item.data);
            json.WriteEndObject();
        }, []);
}
