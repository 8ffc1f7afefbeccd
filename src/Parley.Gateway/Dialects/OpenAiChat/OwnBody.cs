using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>The body of a request that the app made. A prompt, as a plain chat request, is never sent in this form, but routing, limits and the cache read their facts
/// from the bytes of a body, and so they read the same facts of all requests. Texts to embed are sent so.</summary>
internal static class OwnBody
{
    public static (byte[] Body, RequestEnvelope Envelope) Write(string model, Prompt prompt)
    {
        using var written = new PooledBytes();
        new RequestWriter(prompt, model, default, written).Write(stream: true); // no vendor: no field is left out on account of one
        var body = written.Written.ToArray();
        return (body, Envelope(model, body) with { Stream = true, IncludeUsage = true });
    }

    public static (byte[] Body, RequestEnvelope Envelope) WriteTexts(string model, IReadOnlyList<string> texts)
    {
        using var written = new PooledBytes();
        using (var json = new Utf8JsonWriter(written))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, model);
            json.WriteStartArray("input"u8);
            foreach (var text in texts) json.WriteStringValue(text);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        var body = written.Written.ToArray();
        return (body, Envelope(model, body));
    }

    private static RequestEnvelope Envelope(string model, ReadOnlySpan<byte> body)
    {
        var start = "{\"model\":"u8.Length;
        return new RequestEnvelope { Model = model, ModelValue = start..(start + JsonEncodedLength(body[start..])), FirstMember = 1 };
    }

    private static int JsonEncodedLength(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value, isFinalBlock: false, state: default);
        reader.Read();
        return (int)reader.BytesConsumed;
    }
}
