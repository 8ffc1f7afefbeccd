using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>The body of a request that the app made: its prompt as a plain chat request. It is never sent, but routing, limits and the cache read their facts
/// from the bytes of a body, and so they read the same facts of all requests.</summary>
internal static class OwnBody
{
    // A vendor without a host: no field is left out on account of one.
    private static readonly UpstreamConfig Nobody = new() { Name = "own", Kind = "chat" };

    public static (byte[] Body, RequestEnvelope Envelope) Write(string model, Prompt prompt)
    {
        using var written = new PooledBytes();
        new RequestWriter(prompt, new UpstreamTarget(Nobody, model), written).Write(stream: true);
        var body = written.Written.ToArray();
        var start = "{\"model\":"u8.Length;
        var end = start + JsonEncodedLength(body.AsSpan(start));
        return (body, new RequestEnvelope { Model = model, ModelValue = start..end, FirstMember = 1, Stream = true, IncludeUsage = true });
    }

    private static int JsonEncodedLength(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value, isFinalBlock: false, state: default);
        reader.Read();
        return (int)reader.BytesConsumed;
    }
}
