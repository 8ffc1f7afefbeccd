using System.Collections.Immutable;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;

namespace Parley.Gateway.Pipeline;

/// <summary>
/// One request's way through its candidates: who is called next. First whoever can take the call at once, in order; then whoever has a queue; at the
/// very first also one that asked for a pause, if there is nobody else.
/// </summary>
internal struct CandidateRound(ImmutableArray<UpstreamTarget> candidates, string model, UpstreamHealthBook book, CallBudget retries)
{
    /// <summary>A candidate that fails less often than this is as good as any.</summary>
    private const double Risky = 0.05;

    private const int Most = 64;

    private readonly int _count = Math.Min(candidates.Length, Most);
    private ulong _tried, _barred;
    private List<CredentialState>? _spent;
    private bool _hasCalled;

    /// <summary>What kept those away that were passed over since the last call.</summary>
    public GatewayFault? Refusal { get; private set; }

    /// <summary>Extra calls so far.</summary>
    public int Extra { get; set; }

    /// <summary>Tries to enter at the next candidate, without waiting; null when there is nobody, or only somebody with a queue (<see cref="Waits"/>).</summary>
    public CallPermit? TryNext()
    {
        Waits = null;
        var resting = -1;
        var (why, at, least) = (Entry.Open, -1, TimeSpan.MaxValue);
        var first = First();
        for (var i = first < 0 ? 0 : -1; i < _count; i++)
        {
            var index = i < 0 ? first : i;
            if (IsOut(index) || (i >= 0 && index == first)) continue;
            var target = candidates[index];
            var health = book.Of(target.Upstream);
            var entry = health.TryEnter(target, new EntryWish(_spent), out var permit);
            if (permit is not null) return Entered(index, permit);
            if (entry == Entry.Full) Waits ??= target;
            else if (entry == Entry.Resting && resting < 0) resting = index;
            var wait = health.WaitFor(target.Upstream);
            if (wait < least || at < 0) (why, at, least) = (entry, index, wait);
        }

        if (at >= 0) Refuse(Refusals.Of(why, candidates[at].Upstream.Name, model, least));
        if (Waits is not null || _hasCalled || resting < 0) return null;
        book.Of(candidates[resting].Upstream).TryEnter(candidates[resting], new EntryWish(_spent, DespiteRest: true), out var late);
        return late is null ? null : Entered(resting, late);
    }

    /// <summary>The first candidate that can be waited for.</summary>
    public UpstreamTarget? Waits { get; private set; }

    /// <summary>Waited for its slot: enters, or passes it over from now on.</summary>
    public CallPermit? Arrive(UpstreamTarget target)
    {
        var index = candidates.IndexOf(target);
        var health = book.Of(target.Upstream);
        health.TryEnter(target, new EntryWish(_spent, HoldsSlot: true), out var permit);
        if (permit is not null) return Entered(index, permit);
        health.LeaveSlot(target.Upstream);
        _tried |= 1UL << index;
        return null;
    }

    /// <summary>Waited in vain.</summary>
    public void TurnAway(UpstreamTarget target, TimeSpan wait)
    {
        _tried |= 1UL << candidates.IndexOf(target);
        Refuse(Refusals.Of(Entry.Full, target.Upstream.Name, model, wait));
    }

    /// <summary>Entered in vain: it was not called.</summary>
    public void PassOver(GatewayFault why, bool hasCalled)
    {
        Refuse(why);
        _hasCalled = hasCalled;
    }

    /// <summary>The same provider with another credential; null when it has none left.</summary>
    public CallPermit? TryOtherCredential(CallPermit failed)
    {
        (_spent ??= []).Add(failed.Credential);
        if (failed.Target.Upstream.Credentials.Length < 2) return null;
        var health = book.Of(failed.Target.Upstream);
        var target = failed.Target with { Credential = null };
        health.TryEnter(target, new EntryWish(_spent), out var permit);
        return permit;
    }

    /// <summary>A candidate is not to be tried again: the fault would be the same.</summary>
    public void Bar(UpstreamTarget target)
    {
        for (var i = 0; i < _count; i++)
            if (ReferenceEquals(candidates[i].Upstream, target.Upstream) && candidates[i].UpstreamModel == target.UpstreamModel) _barred |= 1UL << i;
    }

    /// <summary>Begins again with all that are not barred; false when there are none. What a credential did is forgiven, but for a refusal.</summary>
    public bool Again()
    {
        _tried = _barred;
        return ~_barred << (Most - _count) != 0;
    }

    /// <summary>Forgets rests: they have been waited for.</summary>
    public void Rested() => (_hasCalled, _spent) = (false, null);

    /// <summary>Whoever is free first is told.</summary>
    private void Refuse(GatewayFault why)
    {
        if (Refusal?.RetryAfter is not { } known || why.RetryAfter < known) Refusal = why;
    }

    private readonly bool IsOut(int index) => ((_tried >> index) & 1) != 0;

    private CallPermit Entered(int index, CallPermit permit)
    {
        _tried |= 1UL << index;
        _hasCalled = true;
        return permit;
    }

    /// <summary>
    /// Who goes first out of turn, or -1: while the saved extra calls are not enough for all the calls under way at a candidate that often fails, requests
    /// begin with whoever fails least; so none of them is left without the extra call that it needs.
    /// </summary>
    private readonly int First()
    {
        if (_hasCalled || _count < 2) return -1;
        var left = retries.Left;
        var next = 0;
        while (next < _count - 1 && IsOut(next)) next++;
        var health = book.Of(candidates[next].Upstream);
        if (left > health.InFlight || health.Risk() is var risk && risk <= Risky) return -1;
        var (best, least) = (-1, risk);
        for (var i = 0; i < _count; i++)
        {
            if (i == next || IsOut(i)) continue;
            var other = book.Of(candidates[i].Upstream);
            if (!other.IsDown && other.Risk() is var rate && rate < least) (best, least) = (i, rate);
        }

        return best;
    }
}
