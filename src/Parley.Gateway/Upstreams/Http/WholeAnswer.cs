using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>An answer that comes as one JSON body: one step that holds all of it.</summary>
internal sealed class WholeAnswer(AnswerFacts facts, HttpResponseMessage response, IAnswerReader reader, CallWatch watch) : LlmAnswer
{
    /// <summary>64 MiB: the largest body of any format, images and long embeddings included.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly PooledBytes _body = new((int)Math.Min(Math.Max((response.Content.Headers.ContentLength ?? 4095) + 1, 1024), 1024 * 1024));
    private bool _taken;

    public override UpstreamTarget Target => facts.Target;

    public override WireFormat? Format => facts.Format;

    public override bool IsWhole => true;

    public override IReadOnlyCollection<string> Dropped => facts.Dropped;

    public override IReadOnlyList<KeyValuePair<string, string>> RateLimits => facts.RateLimits;

    public override EventBatch Events { get; } = new();

    public override ReadOnlyMemory<byte> Raw => _body.Written;

    public override async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_taken) return false;
        _taken = true;
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            int read;
            while ((read = await stream.ReadAsync(_body.GetMemory(1024), watch.Token).ConfigureAwait(false)) > 0)
            {
                _body.Advance(read);
                if (_body.Count > MaxBytes) return Fail(TransportFaults.TooLong(facts.Target.Upstream, MaxBytes));
            }
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException || (problem is OperationCanceledException && (watch.TimedOut || watch.IsStopping)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Fail(TransportFaults.Of(problem, facts.Target.Upstream, watch));
        }

        reader.Read(default, _body.Written, Events);
        if (Events.Events is not [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed }]) reader.End(Events);
        return true;
    }

    public override ValueTask DisposeAsync()
    {
        response.Dispose();
        _body.Dispose();
        watch.Dispose();
        return default;
    }

    private bool Fail(GatewayFault fault)
    {
        _body.Clear();
        Events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = fault });
        return true;
    }
}
