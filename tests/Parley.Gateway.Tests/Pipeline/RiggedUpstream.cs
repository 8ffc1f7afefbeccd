using System.Text;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Tests.Routing;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Pipeline;

/// <summary>Providers that do as a test says, behind the real last stage: a call is a fault, or a stream of one word after a while.</summary>
internal sealed class RiggedUpstream : IUpstream, ITokenEstimator, IDisposable
{
    private const string Word = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"},\"finish_reason\":null}]}\n\n";
    private const string End = "data: {\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

    private readonly OpenAiChatDialect _dialect = new();
    private readonly Drain _drain = new(TimeProvider.System);
    private readonly List<string> _calls = [];

    public RiggedUpstream()
    {
        Book = new(TimeProvider.System);
        Chooser = Choosers.Of(Book);
        Last = new(Chooser, Book, new UpstreamKinds([this]), this, _drain, TimeProvider.System);
    }

    public string Kind => "chat";

    public UpstreamHealthBook Book { get; }

    public RouteChooser Chooser { get; }

    public Dispatch Last { get; }

    /// <summary>What a call of a target comes to, and how long it takes; null speaks.</summary>
    public Func<UpstreamTarget, (GatewayFault? Fault, int Milliseconds)> Rig { get; set; } = _ => (null, 0);

    /// <summary>Who was called, with the credential behind a dot where one was chosen.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_calls) return [.. _calls];
        }
    }

    public static GatewayFault Status(int status, string message = "no", TimeSpan? retryAfter = null) =>
        Parley.Gateway.Dialects.UpstreamErrors.Read(status, Encoding.UTF8.GetBytes($"{{\"error\":{{\"message\":\"{message}\"}}}}"), retryAfter);

    public static UpstreamConfig Provider(string name, params string[] credentials) => new()
    {
        Name = name, Kind = "chat", BaseUrl = new Uri("http://127.0.0.1:1"), Credentials = [.. credentials.Select(c => new UpstreamCredential(c, new Secret(c)))],
    };

    public static LlmRequest Request(params UpstreamConfig[] providers)
    {
        var request = Requests.Of("""{"model":"m","stream":true}""");
        request.Route = new Route("m", [.. providers.Select(p => new UpstreamTarget(p, "m"))]);
        return request;
    }

    public ValueTask<LlmAnswer> AskAsync(params UpstreamConfig[] providers) => Last.SendAsync(Request(providers), CancellationToken.None);

    /// <summary>It can count tokens.</summary>
    public bool Counts { get; set; } = true;

    public bool Offers(LlmOperation operation, WireFormat format) => Counts || operation != LlmOperation.CountTokens;

    public async ValueTask<LlmAnswer> SendAsync(LlmRequest request, UpstreamTarget target, CancellationToken cancellationToken)
    {
        lock (_calls) _calls.Add(target.Upstream.Name + (target.Credential is { } used ? "." + used.Id : ""));
        request.CallLeaves(TimeProvider.System.GetTimestamp());
        var (fault, wait) = Rig(target);
        if (wait != 0) await Task.Delay(wait, cancellationToken);
        if (fault is not null) return new FailedAnswer(fault, target);
        return new StreamedAnswer(
            new AnswerFacts(target, WireFormat.Chat, []), new HttpResponseMessage(), new MemoryStream(Encoding.UTF8.GetBytes(Word + End)), _dialect.CreateStreamReader(),
            new CallWatch(target.Upstream, TimeProvider.System, _drain, cancellationToken));
    }

    public long Count(string model, ReadOnlySpan<char> text) => text.Length;

    public void Dispose() => _drain.Dispose();
}
