namespace Parley.Gateway.Routing.Health;

/// <summary>What is known of one credential. Pure: <c>now</c> is an argument.</summary>
internal sealed class CredentialState(string id)
{
    private static readonly TimeSpan FirstAside = TimeSpan.FromMinutes(5), LongestAside = TimeSpan.FromHours(1);
    private static readonly TimeSpan Suspected = TimeSpan.FromMinutes(5), LongestRest = TimeSpan.FromMinutes(10), TrialPace = TimeSpan.FromSeconds(10);

    private int _asideStatus;
    private TimeSpan _asideUntil, _asideFor, _restUntil, _suspectedUntil;

    public string Id { get; } = id;

    /// <summary>Of the calls with this credential alone.</summary>
    public Breaker Breaker { get; } = new();

    /// <summary>Why it is set aside, with its status; null while it is not.</summary>
    public string? AsideBecause { get; private set; }

    public bool IsSuspected(TimeSpan now) => now < _suspectedUntil;

    /// <summary>It may be used: it is not set aside, or long enough ago to be tried again.</summary>
    public bool IsInForce(TimeSpan now) => AsideBecause is null || now >= _asideUntil;

    public bool IsResting(TimeSpan now) => now < _restUntil;

    public TimeSpan RestLeft(TimeSpan now) => _restUntil > now ? _restUntil - now : TimeSpan.Zero;

    public TimeSpan AsideLeft(TimeSpan now) => AsideBecause is not null && _asideUntil > now ? _asideUntil - now : TimeSpan.Zero;

    /// <summary>A call goes with it. One that was set aside is tried by one call at a time.</summary>
    public void Used(TimeSpan now)
    {
        if (AsideBecause is not null) _asideUntil = now + TrialPace;
    }

    /// <summary>It was refused; for longer each time that it is refused again.</summary>
    public void Refused(TimeSpan now, int status)
    {
        if (AsideBecause is not null && now < _asideUntil - TrialPace) return; // told by a call that left before it was set aside
        _asideFor = AsideBecause is null ? FirstAside : TimeSpan.FromTicks(Math.Min(_asideFor.Ticks * 2, LongestAside.Ticks));
        _asideUntil = now + _asideFor;
        _suspectedUntil = TimeSpan.Zero;
        _asideStatus = status;
        AsideBecause = status == 402 ? "its account has no credit (402)" : $"it was refused ({status})";
    }

    /// <summary>A call with it was forbidden, for whatever reason: others are used first until a probe has told.</summary>
    public void Suspect(TimeSpan now) => _suspectedUntil = now + Suspected;

    /// <summary>The upstream wants it left alone for so long.</summary>
    public void Rest(TimeSpan now, TimeSpan pause)
    {
        var until = now + (pause < LongestRest ? pause : LongestRest);
        if (until > _restUntil) _restUntil = until;
    }

    /// <summary>A probe with it was answered. That says nothing of an account's credit: lists of models cost none.</summary>
    public void Probed()
    {
        if (_asideStatus != 402) Taken();
    }

    /// <summary>It was taken.</summary>
    public void Taken() => (AsideBecause, _asideStatus, _asideUntil, _asideFor, _suspectedUntil) = (null, 0, default, default, default);
}
