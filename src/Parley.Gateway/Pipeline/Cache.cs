using System.Collections.Concurrent;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline.Caching;
using Parley.Gateway.Ports;

namespace Parley.Gateway.Pipeline;

/// <summary>
/// Behind the meter, before the upstreams: a request that was answered before gets that answer again, when its caller, key or route want
/// that. Of identical requests at the same time one asks an upstream and the others wait for what it gets; when it fails or leaves,
/// one of them takes its place, and when that fails too the others fail with it.
/// </summary>
internal sealed class Cache(ILlmClient inner, IResponseCache store, TimeProvider time) : DelegatingLlmClient(inner)
{
    private static readonly GatewayFault NotCached = new(FaultKind.NotCached,
        "No answer to this request is kept, and 'x-parley-cache: only-if-cached' asks for nothing else. Nothing was sent to a model.") { Code = "not_cached" };

    private readonly ConcurrentDictionary<(CacheKey Key, long Stamp), Flight> _flights = [];

    public override ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
    {
        if (CacheRule.Of(request, store.MaxAge) is not { } rule) return Inner.SendAsync(request, cancellationToken);
        return rule.Owner is { } owner ? AskAsync(request, rule, CacheDigest.Of(request, owner), cancellationToken) : new ValueTask<LlmAnswer>(new FailedAnswer(NotCached));
    }

    private async ValueTask<LlmAnswer> AskAsync(LlmRequest request, CacheRule rule, CacheKey key, CancellationToken cancellationToken)
    {
        if (Take(request, rule, store.Find(key)) is { } known) return known;
        if (rule.OnlyIfCached)
        {
            if (Take(request, rule, await store.LookAsync(key, cancellationToken).ConfigureAwait(false)) is { } kept) return kept;
            return Missed(key, new FailedAnswer(NotCached));
        }

        while (true)
        {
            var flight = Flight.Board(_flights, key, store.Stamp, out var lead);
            if (lead is null)
            {
                (var landing, lead) = await flight.WaitAsync(cancellationToken).ConfigureAwait(false);
                if (Take(request, rule, landing.Response) is { } shared) return shared;
                if (landing.IsTooLong) return Missed(key, await Inner.SendAsync(request, cancellationToken).ConfigureAwait(false));
                if (landing.Fault is { } fault) return Missed(key, new FailedAnswer(fault));
            }

            // What others got may be too old for this one: then it asks anew.
            if (lead is not null) return await LeadAsync(request, rule, flight, lead, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Asks the store behind memory, then an upstream, for everybody that waits.</summary>
    private async ValueTask<LlmAnswer> LeadAsync(LlmRequest request, CacheRule rule, Flight flight, TaskCompletionSource lead, CancellationToken cancellationToken)
    {
        try
        {
            var found = await store.LookAsync(flight.Key, cancellationToken).ConfigureAwait(false);
            if (Take(request, rule, found) is { } kept)
            {
                flight.Land(lead, new Landing(found));
                return kept;
            }

            var answer = await Inner.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (answer.Fault is { } fault)
            {
                flight.Land(lead, new Landing(Fault: fault));
                return Missed(flight.Key, answer);
            }

            store.Count(flight.Key.Owner, isHit: false);
            return new RecordedAnswer(answer, new AnswerRecording(request, answer, store.MaxEntryBytes), recording => Land(request, rule, flight, lead, recording));
        }
        catch
        {
            flight.Land(lead, default);
            throw;
        }
    }

    private void Land(LlmRequest request, CacheRule rule, Flight flight, TaskCompletionSource lead, AnswerRecording? recording)
    {
        switch (recording?.State)
        {
            case RecordingState.Complete:
                var now = time.GetUtcNow();
                var response = new CachedResponse(request.Envelope.Model, now, now + rule.KeepFor, recording.ToRecord()) { Tags = request.CacheTags };
                // Kept before it lands: whoever comes between finds one or the other.
                store.Keep(flight.Key, response, flight.Stamp);
                flight.Land(lead, new Landing(response));
                break;
            case RecordingState.TooLong:
                flight.Land(lead, new Landing(IsTooLong: true));
                break;
            default:
                flight.Land(lead, new Landing(Fault: recording?.Fault));
                break;
        }
    }

    private CachedAnswer? Take(LlmRequest request, CacheRule rule, CachedResponse? response)
    {
        if (!rule.Takes(response, time.GetUtcNow())) return null;
        store.Count(rule.Owner!.Value, isHit: true);
        return new CachedAnswer(request, response!);
    }

    private RecordedAnswer Missed(CacheKey key, LlmAnswer answer)
    {
        store.Count(key.Owner, isHit: false);
        return new RecordedAnswer(answer);
    }
}
