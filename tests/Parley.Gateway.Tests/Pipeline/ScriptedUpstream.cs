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

    public ValueTask<LlmAnswer> SendAsync(LlmRequest request, UpstreamTarget target, CancellationToken cancellationToken)
    {
        request.CallLeaves(TimeProvider.System.GetTimestamp());
        return new(new StreamedAnswer(
            new AnswerFacts(target, dialect.Format, []), new HttpResponseMessage(), streams[_next++], dialect.CreateStreamReader(),
            new CallWatch(target.Upstream, TimeProvider.System, _drain, cancellationToken)));
    }

    /// <summary>Asks through the last stage of the pipeline, on a route with one candidate for each stream.</summary>
    public ValueTask<LlmAnswer> AskAsync(CancellationToken cancellationToken = default)
    {
        var request = Requests.Of("""{"model":"m","stream":true}""", dialect.Format);
        request.Route = new Route("m", [.. streams.Select((_, i) => new UpstreamTarget(new UpstreamConfig { Name = $"up{i}", Kind = Kind, MaxRetries = 0 }, "m"))]);
        return new Dispatch(Choosers.Of(_book), _book, new UpstreamKinds([this]), new NoEstimator(), _drain, TimeProvider.System).SendAsync(request, cancellationToken);
    }

    public void Dispose() => _drain.Dispose();

    private sealed class NoEstimator : Ports.ITokenEstimator
    {
        public long Count(string model, ReadOnlySpan<char> text) => throw new InvalidOperationException("Nothing is counted here.");
    }
}
