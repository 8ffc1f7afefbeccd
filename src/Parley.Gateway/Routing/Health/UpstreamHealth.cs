using System.Globalization;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing.Concurrency;

namespace Parley.Gateway.Routing.Health;

/// <summary>How one provider is, and who may call it now: the running state around the pure <see cref="Breaker"/>,
/// <see cref="CredentialRing"/> and <see cref="CallWindow"/>. Its lock is held for nanoseconds, twice a call.</summary>
internal sealed class UpstreamHealth(TimeProvider time)
{
    private static readonly TimeSpan ProbesCount = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly long _epoch = time.GetTimestamp();
    private readonly Breaker _breaker = new();
    private readonly CredentialRing _credentials = new();
    private readonly CallWindow _latest = new();
    private readonly FailureTallies _failures = new();
    private readonly ConcurrencyGate _slots = new(time);
    private UpstreamConfig? _config;
    private volatile bool _isTroubled;
    private string? _lastFailure, _probeError;
    private TimeSpan? _probedAt;
    private (HealthState State, DateTimeOffset Since)? _told;
    private int _inFlight;

    /// <summary>Time since this state began; what all of it is counted in.</summary>
    public TimeSpan Now => time.GetElapsedTime(_epoch);

    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>It should come last: it does not answer, and it is nobody's turn to try it.</summary>
    public bool IsDown
    {
        get
        {
            if (!_isTroubled) return false;
            lock (_gate)
            {
                var now = Now;
                return (_config is not { Breaker: false } && !_breaker.Allows(now)) || (_config is { } config && !_credentials.IsUsable(config, now, time.GetUtcNow()))
                    || (_probeError is not null && FactsAt(now) is var facts && facts.Good <= facts.Bad && !_breaker.IsOpen);
            }
        }
    }

    /// <summary>The settings that are in force from now on.</summary>
    public void Adopt(UpstreamConfig config) => Volatile.Write(ref _config, config);

    /// <summary>Lets a call through, or says why not.</summary>
    public Entry TryEnter(UpstreamTarget target, in EntryWish wish, out CallPermit? permit)
    {
        var upstream = target.Upstream;
        permit = null;
        lock (_gate)
        {
            var now = Now;
            if (upstream.Breaker && !_breaker.Allows(now)) return Entry.Open;
            var entry = _credentials.TryChoose(upstream, now, time, wish, _breaker.IsOpen, out var key, out var state);
            if (entry != Entry.Entered) return entry;
            var limit = upstream.Limits.Concurrency;
            if (limit > 0 && !wish.HoldsSlot && !_slots.TryEnter(limit)) return Entry.Full;
            var (isTrial, isCredentialTrial) = (false, false);
            if (upstream.Breaker)
            {
                _breaker.TryEnter(now, out isTrial);
                if (upstream.Credentials.Length > 1) state.Breaker.TryEnter(now, out isCredentialTrial);
            }

            state.Used(now);
            Interlocked.Increment(ref _inFlight);
            // One credential is the upstream's own: only a choice among several has to be told.
            permit = new CallPermit(this, key is null || upstream.Credentials.Length == 1 ? target : target with { Credential = key }, state, isTrial, isCredentialTrial, limit > 0, now);
            return Entry.Entered;
        }
    }

    /// <summary>Waits for a slot, without entering: false when that takes too long.</summary>
    public ValueTask<bool> WaitForSlotAsync(UpstreamConfig upstream, string caller, out TimeSpan wait, CancellationToken cancellationToken) =>
        _slots.EnterAsync(caller, upstream.Limits.Concurrency, out wait, cancellationToken);

    /// <summary>Gives back a slot that was waited for in vain.</summary>
    public void LeaveSlot(UpstreamConfig upstream) => _slots.Exit(upstream.Limits.Concurrency, held: null);

    /// <summary>How long until a provider that does not let calls through may do so.</summary>
    public TimeSpan WaitFor(UpstreamConfig upstream)
    {
        lock (_gate)
        {
            var now = Now;
            var wait = upstream.Breaker ? _breaker.Wait(now) : TimeSpan.Zero;
            return wait > TimeSpan.Zero ? wait : _credentials.Wait(upstream, now);
        }
    }

    /// <summary>Share of the calls of the latest 30 s that failed for whatever reason, 429 too; 0 when there are too few to tell.</summary>
    public double Risk()
    {
        lock (_gate)
        {
            var (good, bad) = _latest.Count(Now);
            return good + bad < 20 ? 0 : (double)bad / (good + bad);
        }
    }

    public void Spoke(CallPermit permit)
    {
        lock (_gate)
        {
            var now = Now;
            _latest.Add(now, 1, 0);
            permit.Credential.Taken();
            if (!permit.Target.Upstream.Breaker) return;
            _breaker.Succeeded(now, permit.IsTrial);
            permit.Credential.Breaker.Succeeded(now, permit.IsCredentialTrial);
            if (_isTroubled) Look(now);
        }
    }

    public void Failed(CallPermit permit, GatewayFault fault)
    {
        lock (_gate)
        {
            var now = Now;
            var blame = FaultBlame.Of(fault);
            if (blame != Blame.None) Note(now, fault);
            if (blame != Blame.Credential && fault.RetryAfter is { } pause && blame != Blame.None) permit.Credential.Rest(now, pause);
            if (blame == Blame.Credential) permit.Credential.Refused(now, fault.UpstreamStatus ?? 401);
            if (blame == Blame.Suspicion) permit.Credential.Suspect(now);
            if (permit.Target.Upstream.Breaker) TellBreakers(permit, fault, blame, now);
            Look(now);
        }
    }

    public void Ended(CallPermit permit, GatewayFault? fault)
    {
        if (fault is null ? _breaker.FailedInRow == 0 && permit.Credential.Breaker.FailedInRow == 0 : FaultBlame.Of(fault) != Blame.Upstream) return;
        lock (_gate)
        {
            var now = Now;
            if (fault is null)
            {
                _breaker.Finished();
                permit.Credential.Breaker.Finished();
                return;
            }

            Note(now, fault);
            _latest.Add(now, -1, 0);
            if (!permit.Target.Upstream.Breaker) return;
            _breaker.Broke(now);
            if (permit.Target.Upstream.Credentials.Length > 1) permit.Credential.Breaker.Broke(now);
            Look(now);
        }
    }

    public void Forgot(CallPermit permit)
    {
        if (!permit.IsTrial && !permit.IsCredentialTrial) return;
        lock (_gate)
        {
            _breaker.Forgot(permit.IsTrial);
            permit.Credential.Breaker.Forgot(permit.IsCredentialTrial);
        }
    }

    public void Left(CallPermit permit)
    {
        Interlocked.Decrement(ref _inFlight);
        if (permit.HoldsSlot) _slots.Exit(permit.Target.Upstream.Limits.Concurrency, Now - permit.Began);
    }

    public void Probed(UpstreamConfig upstream, ProbeResult result)
    {
        lock (_gate)
        {
            var now = Now;
            var isRefused = result is { Error: not null, Status: 401 or 402 or 403 };
            var credential = _credentials.Of(upstream, result.Credential);
            // A credential may be forbidden to list models and still be good for calls: 403 only confirms what a call made suspect.
            if (isRefused && (result.Status != 403 || credential.IsSuspected(now) || credential.AsideBecause is not null)) credential.Refused(now, result.Status!.Value);
            else if (result.Error is null) credential.Probed();
            // A refusal is about the credential alone: the provider itself has answered.
            _probeError = isRefused ? null : result.Error;
            _probedAt = result.Error is null ? now : null;
            if (result.Error is null) _breaker.ProbeAnswered(now);
            Look(now);
        }
    }

    /// <summary>The credential that a probe should use: one that is under suspicion or set aside first, else the next in turn.</summary>
    public UpstreamCredential? NextToProbe(UpstreamConfig upstream)
    {
        lock (_gate) return _credentials.NextToProbe(upstream, Now, time.GetUtcNow());
    }

    public UpstreamHealthView View(UpstreamConfig upstream)
    {
        lock (_gate)
        {
            var now = Now;
            var (state, reason) = HealthJudgement.Of(FactsAt(now, upstream));
            var at = time.GetUtcNow();
            if (_told?.State != state) _told = (state, state == HealthState.Down && _breaker.IsOpen ? at - (now - _breaker.Since) : at);
            var (good, bad) = _latest.Count(now);
            return new UpstreamHealthView(state, reason, !upstream.Breaker ? "off" : _breaker.IsOpen ? "open" : "closed", _told.Value.Since)
            {
                InFlight = InFlight,
                Queued = _slots.Queued,
                FailureRate = good + bad == 0 ? null : (double)bad / (good + bad),
                RecentFailures = [.. _failures.Read(now).Select(seen => new RecentFailure(seen.Kind, seen.Count, at - (now - seen.Latest)))],
                CredentialsAside = _credentials.Aside(upstream),
            };
        }
    }

    private void TellBreakers(CallPermit permit, GatewayFault fault, Blame blame, TimeSpan now)
    {
        if (blame == Blame.Upstream)
        {
            var isUnreachable = FaultBlame.IsUnreachable(fault);
            _breaker.Failed(now, permit.IsTrial, isUnreachable);
            if (permit.Target.Upstream.Credentials.Length > 1) permit.Credential.Breaker.Failed(now, permit.IsCredentialTrial, isUnreachable);
            return;
        }

        // It did answer, if only to refuse: enough for a try, but nothing that speaks for it otherwise.
        var isAlive = fault.UpstreamStatus is not null && blame != Blame.Busy;
        if (permit.IsTrial && isAlive) _breaker.Succeeded(now, true);
        else _breaker.Forgot(permit.IsTrial);
        if (permit.IsCredentialTrial && isAlive && blame == Blame.None) permit.Credential.Breaker.Succeeded(now, true);
        else permit.Credential.Breaker.Forgot(permit.IsCredentialTrial);
    }

    private void Note(TimeSpan now, GatewayFault fault)
    {
        _latest.Add(now, 0, 1);
        _lastFailure = fault.UpstreamStatus is { } status ? $"{fault.Label}, status {status.ToString(CultureInfo.InvariantCulture)}" : fault.Label;
        _failures.Add(now, _lastFailure);
    }

    /// <summary>Whether there is anything that would make it come last: what is well costs no second look.</summary>
    private void Look(TimeSpan now) =>
        _isTroubled = _breaker.IsOpen || _probeError is not null || (_config is { } config && !_credentials.IsUsable(config, now, time.GetUtcNow()));

    private HealthFacts FactsAt(TimeSpan now, UpstreamConfig? upstream = null)
    {
        var (good, bad) = _latest.Count(now);
        var facts = new HealthFacts
        {
            IsOpen = upstream?.Breaker != false && _breaker.IsOpen,
            IsProbeAnswered = _breaker.IsProbeAnswered,
            FailedInRow = _breaker.FailedInRow,
            LastFailure = _lastFailure,
            ProbeError = _probeError,
            AnswersProbes = _probedAt is { } probed && now - probed < ProbesCount,
            Good = good,
            Bad = bad,
        };
        return upstream is null ? facts : _credentials.Describe(facts, upstream, now, time.GetUtcNow());
    }
}
