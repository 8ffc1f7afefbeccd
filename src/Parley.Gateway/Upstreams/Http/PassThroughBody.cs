using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>Decides what must change in a client's body for an upstream of the same format: the model's name, the
/// usage that Parley wants in a chat stream, and what no vendor takes because Parley wrote it (<see cref="OwnTraces"/>).</summary>
internal static class PassThroughBody
{
    private static readonly byte[] AskForUsage = "\"stream_options\":{\"include_usage\":true},"u8.ToArray();
    private static readonly byte[] UsageOptions = "{\"include_usage\":true}"u8.ToArray();
    private static readonly byte[] UsageMember = "\"include_usage\":true,"u8.ToArray();
    private static readonly byte[] True = "true"u8.ToArray();

    /// <summary>The body for an upstream, and the names of what it will not see.</summary>
    public static (SplicedContent Content, IReadOnlyCollection<string> Dropped) Of(LlmRequest request, UpstreamTarget target)
    {
        var envelope = request.Envelope;
        var rename = envelope.Model != target.UpstreamModel;
        var askForUsage = request is { Format: WireFormat.Chat, Operation: LlmOperation.Generate } && envelope is { Stream: true, IncludeUsage: false }
            && Vendor.Of(target).TakesStreamOptions;
        var mayHoldTraces = OwnTraces.MayBeIn(request);
        if (!rename && !askForUsage && !mayHoldTraces) return (new SplicedContent(request.Body, [], request.BodyOwner), []);
        var splices = new List<Splice>(2);
        IReadOnlyCollection<string> dropped = mayHoldTraces ? new OwnTraces(request, splices).Cut() : [];
        if (rename) splices.Add(new Splice(envelope.ModelValue, JsonSerializer.SerializeToUtf8Bytes(target.UpstreamModel, PassThroughJson.Default.String)));
        if (askForUsage) splices.Add(UsageSplice(request.Body.Span, envelope));
        if (splices.Count > 1) splices.Sort((a, b) => a.Where.Start.Value.CompareTo(b.Where.Start.Value));
        return (new SplicedContent(request.Body, splices, request.BodyOwner), dropped);
    }

    private static Splice UsageSplice(ReadOnlySpan<byte> body, RequestEnvelope envelope)
    {
        if (envelope.IncludeUsageValue is { } flag) return new Splice(flag, True);
        if (envelope.StreamOptionsValue is not { } options) return new Splice(envelope.FirstMember..envelope.FirstMember, AskForUsage);
        var (start, length) = options.GetOffsetAndLength(body.Length);
        var isEmpty = body[start] != (byte)'{' || body.Slice(start + 1, length - 2).IndexOfAnyExcept(" \t\r\n"u8) < 0;
        return isEmpty ? new Splice(options, UsageOptions) : new Splice((start + 1)..(start + 1), UsageMember);
    }
}

/// <summary>Source-generated JSON for the one string that is ever encoded here.</summary>
[System.Text.Json.Serialization.JsonSerializable(typeof(string))]
internal sealed partial class PassThroughJson : System.Text.Json.Serialization.JsonSerializerContext;
