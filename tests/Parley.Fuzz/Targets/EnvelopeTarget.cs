using System.Text.Json;
using System.Text.Unicode;
using Parley.Fuzz.Engine;
using Parley.Fuzz.Oracles;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Fuzz.Targets;

/// <summary>The reader of envelopes, and the body that leaves for an upstream of the same format: valid, renamed, and otherwise the same.</summary>
internal sealed class EnvelopeTarget : Target
{
    private static readonly UpstreamTarget s_upstream = new(new UpstreamConfig { Name = "u", Kind = "chat", BaseUrl = new Uri("https://example.com/v1") }, "upstream \"name\"");

    public override string Name => "envelope";

    public override bool IsSeed(string path) => RequestTarget.IsRequest(path);

    public override IEnumerable<byte[]> Seeds =>
    [
        "{\"model\":\"m\",\"stream\":true,\"stream_options\":{\"include_usage\":false,\"x\":[1]},\"messages\":[]}"u8.ToArray(),
        "{\"model\":\"m\",\"stream\":true,\"stream_options\":{}}"u8.ToArray(),
        "{\"stream_options\":null,\"stream\":true,\"model\":\"m\"}"u8.ToArray(),
    ];

    public override void Run(ReadOnlyMemory<byte> input) => Read(input);

    public override void Judge(ReadOnlyMemory<byte> input)
    {
        var scanner = new JsonScanner(input.Span);
        Grammar.Law((scanner.TrySkipValue(0) && scanner.IsAtEnd()) == IsJson(input.Span), "the scanner and the framework disagree about what is JSON");
        if (Read(input) is not { } envelope) return;
        if (!Utf8.IsValid(input.Span)) return; // passed on as it is, but no oracle can look at it
        var before = JsonElement.Parse(input.Span);
        var request = new LlmRequest
        {
            Id = "req_fuzz", At = DateTimeOffset.UnixEpoch, Started = 0, Format = WireFormat.Chat, Operation = LlmOperation.Generate,
            Caller = new Caller("k", null, "fuzz", System.Collections.Frozen.FrozenSet<string>.Empty), Body = input, Envelope = envelope,
        };
        using var content = PassThroughBody.Of(request, s_upstream).Content;
        using var sent = new MemoryStream();
        content.CopyToAsync(sent).GetAwaiter().GetResult();
        Grammar.Law(content.Headers.ContentLength == sent.Length, "the announced length is wrong");
        var after = JsonElement.Parse(sent.ToArray());
        Grammar.Law(after.GetProperty("model").GetString() == s_upstream.UpstreamModel, "the model is not renamed");
        Grammar.Law(!envelope.Stream || after.GetProperty("stream_options").GetProperty("include_usage").GetBoolean(), "usage is not asked for");
        var others = before.EnumerateObject().Where(IsOther).Select(m => m.Value.GetRawText());
        Grammar.Law(others.SequenceEqual(after.EnumerateObject().Where(IsOther).Select(m => m.Value.GetRawText())), "another member has changed");
    }

    private static bool IsOther(JsonProperty member) => !member.NameEquals("model"u8) && !member.NameEquals("stream_options"u8);

    private static bool IsJson(ReadOnlySpan<byte> text)
    {
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth });
            var any = false;
            while (reader.Read()) any = true;
            return any;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static RequestEnvelope? Read(ReadOnlyMemory<byte> input)
    {
        try
        {
            return EnvelopeReader.Read(input.Span);
        }
        catch (GatewayFaultException refused)
        {
            Grammar.Law(refused.Fault.Status == 400, "a refusal that is not a 400");
            return null;
        }
    }
}
