using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>An answer that comes as one JSON body: one step that holds all of it. <paramref name="translation"/>: puts the body into the
/// caller's format, for operations whose answer is not told in events.</summary>
internal sealed class WholeAnswer(
    AnswerFacts facts, HttpResponseMessage response, IAnswerReader reader, CallWatch watch, BodyTranslation? translation = null) : LlmAnswer
{
    /// <summary>64 MiB: the largest body of any format, images and long embeddings included.</summary>
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly PooledBytes _body = new((int)Math.Min(Math.Max((response.Content.Headers.ContentLength ?? 4095) + 1, 1024), 1024 * 1024));
    private PooledBytes? _translated;
    private bool _taken;

    public override UpstreamTarget Target => facts.Target;

    public override WireFormat? Format => facts.Format;

    public override MediaHead? Media => facts.Media;

    public override bool IsWhole => true;

    public override IReadOnlyCollection<string> Dropped => facts.Dropped;

    public override IReadOnlyList<KeyValuePair<string, string>> RateLimits => facts.RateLimits;

    public override EventBatch Events { get; } = new();

    public override ReadOnlyMemory<byte> Raw => (_translated ?? _body).Written;

    public override async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_taken) return false;
        _taken = true;
        try
        {
            if (response.Content.Headers.ContentLength > MaxBytes) return Fail(TransportFaults.TooLong(facts.Target.Upstream, MaxBytes));
            var stream = await response.Content.ReadAsStreamAsync(watch.Token).ConfigureAwait(false);
            int read;
            while ((read = await stream.ReadAsync(Room(), watch.Token).ConfigureAwait(false)) > 0)
            {
                if (_body.Count == MaxBytes) return Fail(TransportFaults.TooLong(facts.Target.Upstream, MaxBytes));
                _body.Advance(read);
            }
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException || (problem is OperationCanceledException && (watch.TimedOut || watch.IsStopping)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Fail(TransportFaults.Of(problem, facts.Target.Upstream, watch));
        }

        if (translation is null) reader.Read(default, _body.Written, Events);
        else translation.ReadAnswer(_body.Written, _translated = new PooledBytes(_body.Count), Events);
        if (Events.Events is not [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed }]) reader.End(Events);
        if (Events.Events is [.., { Fault: { } fault }]) watch.Failed(fault);
        return true;
    }

    public override ValueTask DisposeAsync()
    {
        response.Dispose();
        _body.Dispose();
        _translated?.Dispose();
        watch.Dispose();
        return default;
    }

    /// <summary>
    /// Where the next bytes go. A body that outgrows its first buffer gets one of the announced length at once, or else one four
    /// times as large: what it leaves behind is a third of what it has. Nothing is larger than the limit; what is read at it only tells
    /// that there is more.
    /// </summary>
    private Memory<byte> Room()
    {
        var count = _body.Count;
        if (count == MaxBytes) return new byte[1];
        if (count < _body.Capacity) return _body.GetMemory(1);
        var wanted = response.Content.Headers.ContentLength is { } announced && announced > count ? announced + 1 : 4L * count;
        return _body.GetMemory((int)Math.Min(wanted, MaxBytes) - count);
    }

    private bool Fail(GatewayFault fault)
    {
        _body.Clear();
        watch.Failed(fault);
        Events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = fault });
        return true;
    }
}
