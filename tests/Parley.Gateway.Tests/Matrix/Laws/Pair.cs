using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Tests.Dialects;
using Parley.Gateway.Tests.Matrix.Folds;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Matrix.Laws;

/// <summary>A client's format over an upstream's, through readers and writers alone.</summary>
internal sealed partial record Pair(WireFormat Client, WireFormat Kind)
{
    private static readonly AnswerIdentity Identity = new("req_01abc", "asked", DateTimeOffset.FromUnixTimeSeconds(1700000000));

    public static IReadOnlyList<Pair> All { get; } = [..
        from client in new[] { WireFormat.Chat, WireFormat.Messages, WireFormat.Responses } from kind in Enum.GetValues<WireFormat>() select new Pair(client, kind)];

    public static TheoryData<string> Names => [.. All.Select(p => p.ToString())];

    public static Pair Named(string name) => All.Single(p => p.ToString() == name);

    public static IUpstreamDialect DialectOf(WireFormat format) => format == WireFormat.Gemini ? new GeminiDialect() : Served(format);

    public static IDialect Served(WireFormat format) => format switch
    {
        WireFormat.Chat => new OpenAiChatDialect(),
        WireFormat.Messages => new AnthropicDialect(),
        _ => new OpenAiResponsesDialect(),
    };

    public static LlmEvent[] ReadStream(WireFormat kind, string stream)
    {
        var events = new EventBatch();
        var reader = DialectOf(kind).CreateStreamReader();
        foreach (var (type, data) in Golden.Frames(stream)) reader.Read(type, data, events);
        reader.End(events);
        return events.Events.ToArray();
    }

    public static LlmEvent[] ReadWhole(WireFormat kind, string body)
    {
        var events = new EventBatch();
        var reader = DialectOf(kind).CreateWholeReader();
        reader.Read(default, Encoding.UTF8.GetBytes(body), events);
        reader.End(events);
        return events.Events.ToArray();
    }

    public static string WriteStream(WireFormat client, LlmEvent[] events) => Write(Served(client).CreateStreamWriter(Identity, includeUsage: true), events);

    public static string WriteWhole(WireFormat client, LlmEvent[] events) => Write(Served(client).CreateWholeWriter(Identity), events);

    /// <summary>The client's stream, of an upstream's bytes that come in pieces of these sizes, as the endpoint writes it.</summary>
    public async Task<string> PassAsync(byte[] bytes, params int[] sizes)
    {
        var target = Requests.Target("m", Kind.Name());
        using var drain = new Drain(TimeProvider.System);
        var request = Requests.Of("""{"model":"m","stream":true,"stream_options":{"include_usage":true}}""", Client);
        await using var answer = new StreamedAnswer(new AnswerFacts(target, Kind, []), new HttpResponseMessage(), new CutStream(bytes, sizes),
            DialectOf(Kind).CreateStreamReader(), new CallWatch(target.Upstream, TimeProvider.System, drain, CancellationToken.None));
        var output = new ArrayBufferWriter<byte>();
        var step = new StepWriter(Served(Client), request, answer);
        while (await answer.MoveNextAsync(default)) step.Write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>The stream, folded as an SDK does it, is the whole answer.</summary>
    public static void AssertFolds(WireFormat client, string stream, string whole)
    {
        var (folded, told) = (Meant(Fold.Of(client, stream))!, Meant(JsonNode.Parse(whole))!);
        if (folded["usage"] is null) told.AsObject().Remove("usage"); // the vendor told none
        Assert.True(JsonNode.DeepEquals(told, folded), $"whole:  {told.ToJsonString()}\nfolded: {folded.ToJsonString()}\n{stream}");
    }

    public override string ToString() => $"{Client.Name()} over {Kind.Name()}";

    /// <summary>Some vendors cut pairs of surrogates, which JavaScript joins again but nothing here reads.</summary>
    public static string Joinable(string json) => Surrogate().Replace(json, "\\ue$1");

    [GeneratedRegex(@"\\u[dD]([89a-fA-F])")]
    private static partial Regex Surrogate();

    private static string Write(IAnswerWriter writer, LlmEvent[] events)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (ref readonly var item in events.AsSpan()) writer.Write(item, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Without what says nothing: a member that is null or not there is one.</summary>
    private static JsonNode? Meant(JsonNode? node) => node switch
    {
        JsonObject one => new JsonObject(one.Where(m => m.Value is not null).OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => new KeyValuePair<string, JsonNode?>(m.Key, Meant(m.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Meant)]),
        _ => node?.DeepClone(),
    };
}
