namespace Parley.Gateway.Routing.Learning;

/// <summary>What the calls of one model of one provider taught. A call takes the lock for some nanoseconds, once.</summary>
internal sealed class LearnedLatency
{
    private const double HalfLife = 10;

    private readonly Lock _gate = new();
    private readonly DecayingHistogram _firstTokens = new();
    private SmoothedTime _firstToken, _whole;
    private double _tokensPerSecond, _failures, _calls, _at;
    private long _samples;

    /// <summary>When the last call ended, in seconds of the clock that <see cref="Add"/> was given.</summary>
    public double At => Volatile.Read(ref _at);

    public void Add(in CallSample sample, double now)
    {
        lock (_gate)
        {
            var elapsed = Math.Max(now - _at, 0);
            var kept = _calls == 0 ? 0 : double.Exp2(-elapsed / HalfLife);
            _calls = (_calls * kept) + 1;
            _failures = (_failures * kept) + (sample.IsFailure ? 1 : 0);
            if (sample.FirstToken is { } first)
            {
                _firstToken = _firstToken.With(first, elapsed);
                _firstTokens.Add(first, now);
            }

            if (sample.Whole is { } whole) _whole = _whole.With(whole, elapsed);
            if (sample.SilentFor is { } silence)
            {
                if (sample.IsStream) _firstToken = _firstToken.WithAtLeast(silence, elapsed);
                else _whole = _whole.WithAtLeast(silence, elapsed);
            }

            // Weighed by calls, not by time: a rate does not change as times do.
            if (sample.TokensPerSecond is { } rate) _tokensPerSecond = _tokensPerSecond == 0 ? rate : _tokensPerSecond + ((rate - _tokensPerSecond) * 0.1);
            _samples++;
            Volatile.Write(ref _at, now);
        }
    }

    /// <summary>Adds the first-token times to those of others.</summary>
    public void AddFirstTokens(DecayingHistogram all)
    {
        lock (_gate) all.Add(_firstTokens);
    }

    /// <summary>What a choice needs to know.</summary>
    public LatencyGlance Glance(double now)
    {
        lock (_gate)
            return new LatencyGlance(_firstToken.IsKnown ? _firstToken.Seconds : null, _whole.IsKnown ? _whole.Seconds : null, FailureShare(now), Math.Max(now - _at, 0));
    }

    public LatencyView View(double now, DateTimeOffset utcNow)
    {
        lock (_gate)
            return new LatencyView(Time(_firstToken), Time(_whole), Time(_firstTokens.Quantile(0.5)), Time(_firstTokens.Quantile(0.95)),
                _tokensPerSecond == 0 ? null : _tokensPerSecond, FailureShare(now), _samples, utcNow - TimeSpan.FromSeconds(Math.Max(now - _at, 0)));
    }

    /// <summary>One call more is assumed to have gone well, at first and again as time passes: a first failure is no verdict, and an old one is forgotten.</summary>
    private double FailureShare(double now)
    {
        var kept = double.Exp2(-Math.Max(now - _at, 0) / HalfLife);
        return _failures * kept / ((_calls * kept) + 1);
    }

    private static TimeSpan? Time(SmoothedTime time) => time.IsKnown ? TimeSpan.FromSeconds(time.Seconds) : null;

    private static TimeSpan? Time(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
