using System.Collections.Frozen;
using System.Text;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests;

/// <summary>Requests and targets as the endpoints would make them.</summary>
internal static class Requests
{
    public static LlmRequest Of(string body, WireFormat format = WireFormat.Chat, LlmOperation operation = LlmOperation.Generate)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new LlmRequest
        {
            Id = "req_test",
            At = DateTimeOffset.UnixEpoch,
            Started = TimeProvider.System.GetTimestamp(),
            Format = format,
            Operation = operation,
            Caller = new Caller("k1", null, "test", new[] { "gateway" }.ToFrozenSet()),
            Body = bytes,
            Envelope = EnvelopeReader.Read(bytes),
        };
    }

    public static UpstreamTarget Target(string model, string kind = "chat") =>
        new(new UpstreamConfig { Name = "up", Kind = kind, BaseUrl = new Uri("http://127.0.0.1:1/v1") }, model);
}
