using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Parley.Chat.Model;
using Parley.Shared;

namespace Parley.Chat.Live;

/// <summary>How events stand on the wire, whichever transport: <c>{"seq"?,"kind","data"}</c>.</summary>
internal static class FeedEnvelope
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static ReadOnlyMemory<byte> Of(FeedEvent item) => Write(item.Kind, item.Seq, json => json.WriteRawValue(item.Data, skipInputValidation: true));

    public static ReadOnlyMemory<byte> Of<T>(string kind, T data, long? seq = null) => Write(kind, seq, json => JsonSerializer.Serialize(json, data, data!.GetType(), StrictJson.Options));

    private static ReadOnlyMemory<byte> Write(string kind, long? seq, Action<Utf8JsonWriter> data)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(bytes, Plain);
        json.WriteStartObject();
        if (seq is { } number) json.WriteNumber("seq"u8, number);
        json.WriteString("kind"u8, kind);
        json.WritePropertyName("data"u8);
        data(json);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }
}
