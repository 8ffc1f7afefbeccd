using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Tests.Routing;
using Parley.Gateway.Upstreams;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Tests.Pipeline;

/// <summary>An upstream that answers each call with the next of the given streams, read by the product's own readers.</summary>
internal sealed class ScriptedUpstream(IDialect dialect, params Stream[] streams) : IUpstream, IDisposable
{
    private readonly UpstreamHealthBook _book = new(TimeProvider.System);

    private readonly Drain _drain = new(TimeProvider.System);
    private int _next;

    public string Kind => "scripted";

    public bool Offers(LlmOperation operation, WireFormat format) => true;

    public int Calls => _next;

    /// <summary>Its answers come as whole bodies, which pass through.</summary>
    public bool IsWhole { get; init; }

    /// <summary>The last stage of the pipeline, in front of it.</summary>
    public Dispatch Last => new(Choosers.Of(_book), _book, new UpstreamKinds([this]), new NoEstimator(), _drain, TimeProvider.System);

    /// <summary>A request on a route with one candidate for each stream.</summary>
    public LlmRequest Request()
    {
        var request = Requests.Of(IsWhole ? """{"model":"m"}""" : """{"model":"m","stream":true}""", dialect.Format);
        request.Route = new Route("m", [.. streams.Select((_, i) => new UpstreamTarget(new UpstreamConfig { Name = $"up{i}", Kind = Kind, MaxRetries = 0 }, "m"))]);
        return request;
    }

    public ValueTask<LlmAnswer> SendAsync(LlmRequest request, UpstreamTarget target, CancellationToken cancellationToken)
    {
        request.CallLeaves(TimeProvider.System.GetTimestamp());
        var facts = new AnswerFacts(target, dialect.Format, []) { PassesThrough = true };
        var watch = new CallWatch(target.Upstream, TimeProvider.System, _drain, cancellationToken);
        var stream = streams[_next++];
        return new(IsWhole ? new WholeAnswer(facts, new HttpResponseMessage { Content = new StreamContent(stream) }, dialect.CreateWholeTap(), watch)
            : new StreamedAnswer(facts, new HttpResponseMessage(), stream, dialect.CreateStreamReader(), watch));
    }

    /// <summary>Asks through the last stage of the pipeline, on a route with one candidate for each stream.</summary>
    public ValueTask<LlmAnswer> AskAsync(CancellationToken cancellationToken = default) => Last.SendAsync(Request(), cancellationToken);

    public void Dispose() => _drain.Dispose();

    private sealed class NoEstimator : Ports.ITokenEstimator
    {
        public long Count(string model, ReadOnlySpan<char> text) => throw new InvalidOperationException("Nothing is counted here.");
    }
}
