using Parley.Gateway.Messages;

namespace Parley.Gateway.Pipeline;

/// <summary>One of the calls of a race, on its way to its first word.</summary>
internal sealed class HedgeLeg
{
    private readonly LlmRequest _request;
    private readonly CancellationTokenSource _over;
    private readonly Task<LlmAnswer> _answer;

    public HedgeLeg(ILlmClient inner, LlmRequest request, CancellationToken caller)
    {
        _request = request;
        _over = CancellationTokenSource.CreateLinkedTokenSource(caller);
        _answer = SendAsync(inner);
    }

    /// <summary>Calls that left.</summary>
    public int Calls => _request.Calls;

    private bool HasSpoken => _answer is { IsCompletedSuccessfully: true, Result.Fault: null };

    /// <summary>Whether it speaks or fails in time.</summary>
    public async ValueTask<bool> EndsWithinAsync(TimeSpan limit, TimeProvider time)
    {
        if (_answer.IsCompleted) return true;
        if (limit > TimeSpan.Zero) await ((Task)_answer).WaitAsync(limit, time, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _answer.IsCompleted;
    }

    /// <summary>Who speaks first; where neither does, the first one has the word.</summary>
    public static async ValueTask<(HedgeLeg Winner, HedgeLeg Loser)> FirstToSpeakAsync(HedgeLeg first, HedgeLeg second)
    {
        await Task.WhenAny(first._answer, second._answer).ConfigureAwait(false);
        if (first.HasSpoken) return (first, second);
        if (second.HasSpoken) return (second, first);
        // One has failed; it depends on the other.
        await ((Task)Task.WhenAll(first._answer, second._answer)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return second.HasSpoken && !first.HasSpoken ? (second, first) : (first, second);
    }

    /// <summary>Its answer, which ends the other call and waits for its books when it is disposed of.</summary>
    public async ValueTask<LlmAnswer> TakeAsync(HedgeLeg? loser)
    {
        var ending = loser?.EndAsync();
        try
        {
            return new RacedAnswer(await _answer.ConfigureAwait(false), _over, loser?.Calls ?? 0, loser is { _request.Called.Upstream.IsDrained: true } ? null : ending);
        }
        catch
        {
            if (ending is not null) await ending.ConfigureAwait(false);
            _over.Dispose();
            throw;
        }
    }

    /// <summary>Nobody wants its answer any more. Never throws.</summary>
    private async Task EndAsync()
    {
        _request.IsOutpaced = true;
        // Its books may read the body behind the request's end, as a send may.
        var holds = _request.BodyOwner?.TryBeginSend() == true;
        try
        {
            await _over.CancelAsync().ConfigureAwait(false);
            await ((Task)_answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            // What failed, the meter has booked.
            if (_answer.IsCompletedSuccessfully) await ((Task)_answer.Result.DisposeAsync().AsTask()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            else _ = _answer.Exception;
        }
        finally
        {
            _over.Dispose();
            if (holds) _request.BodyOwner!.EndSend();
        }
    }

    private async Task<LlmAnswer> SendAsync(ILlmClient inner) => await inner.SendAsync(_request, _over.Token).ConfigureAwait(false);
}
