namespace Parley.Gateway.Routing.Health;

/// <summary>
/// Stops calling what keeps failing: opens after 10 failures in a row, or when more than half of at least 20 calls in 30 s failed; open, it lets
/// one caller a second try (one in five seconds while an earlier one still waits for an answer); closes when two tries went well, one after
/// a probe did. Pure: it has no clock and no lock, <c>now</c> is an argument.
/// </summary>
internal sealed class Breaker
{
    private const int MostInRow = 10;
    private const int FewestCalls = 20;
    private const int TriesToClose = 2;

    public static readonly TimeSpan TrialPace = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan PaceWhileOneWaits = TimeSpan.FromSeconds(5);

    private readonly CallWindow _calls = new();
    private int _failedInRow, _brokenInRow, _wentWell, _waiting;
    private TimeSpan _trialAt;
    private bool _isUnreachable;

    public bool IsOpen { get; private set; }

    /// <summary>When it last opened or closed.</summary>
    public TimeSpan Since { get; private set; }

    /// <summary>A probe was answered since it opened: the next try is due, and decides.</summary>
    public bool IsProbeAnswered { get; private set; }

    public int FailedInRow => Math.Max(_failedInRow, _brokenInRow);

    /// <summary>Whether a call may go now; it is not one of those that <see cref="TryEnter"/> counts.</summary>
    public bool Allows(TimeSpan now) => !IsOpen || now >= NextTrial;

    /// <summary>How long until a call may go.</summary>
    public TimeSpan Wait(TimeSpan now) => Allows(now) ? TimeSpan.Zero : NextTrial - now;

    /// <summary>Calls of the latest 30 s.</summary>
    public (int Good, int Bad) Count(TimeSpan now) => _calls.Count(now);

    /// <summary>A call wants to go: false when it may not. Whether it is a trial is to be said again when it ends.</summary>
    public bool TryEnter(TimeSpan now, out bool isTrial)
    {
        isTrial = IsOpen;
        if (!IsOpen) return true;
        if (now < NextTrial) return false;
        _trialAt = now;
        _waiting++;
        return true;
    }

    /// <summary>The upstream spoke.</summary>
    public void Succeeded(TimeSpan now, bool isTrial)
    {
        if (isTrial) Back();
        if (IsOpen && !isTrial) return; // it was asked before
        _calls.Add(now, 1, 0);
        _failedInRow = 0;
        if (IsOpen && ++_wentWell >= (IsProbeAnswered ? 1 : TriesToClose)) Close(now);
    }

    /// <summary>The upstream failed.</summary>
    public void Failed(TimeSpan now, bool isTrial, bool isUnreachable)
    {
        if (isTrial) Back();
        _calls.Add(now, 0, 1);
        _wentWell = 0;
        _isUnreachable = isUnreachable;
        if (IsOpen)
        {
            if (isTrial) IsProbeAnswered = false;
            return;
        }

        _failedInRow++;
        OpenIfBad(now);
    }

    /// <summary>The upstream broke off what it had begun, after <see cref="Succeeded"/> was said of it.</summary>
    public void Broke(TimeSpan now)
    {
        _calls.Add(now, -1, 1);
        _isUnreachable = false;
        _brokenInRow++;
        if (!IsOpen) OpenIfBad(now);
    }

    /// <summary>An answer came to its end.</summary>
    public void Finished() => _brokenInRow = 0;

    /// <summary>Nothing was learned: the caller left, or the fault was its own.</summary>
    public void Forgot(bool isTrial)
    {
        if (isTrial) Back();
    }

    /// <summary>A probe was answered. What could not be reached is back; of all else it says only that a try is worth it.</summary>
    public void ProbeAnswered(TimeSpan now)
    {
        if (!IsOpen) return;
        if (_isUnreachable)
        {
            Close(now);
            return;
        }

        IsProbeAnswered = true;
    }

    private TimeSpan NextTrial => _trialAt + (_waiting > 0 ? PaceWhileOneWaits : TrialPace);

    private void Back() => _waiting = Math.Max(0, _waiting - 1);

    private void OpenIfBad(TimeSpan now)
    {
        if (FailedInRow < MostInRow)
        {
            var (good, bad) = _calls.Count(now);
            if (good + bad < FewestCalls || bad * 2 <= good + bad) return;
        }

        (IsOpen, IsProbeAnswered, Since, _trialAt, _wentWell, _waiting) = (true, false, now, now, 0, 0);
    }

    private void Close(TimeSpan now)
    {
        (IsOpen, IsProbeAnswered, Since) = (false, false, now);
        (_failedInRow, _brokenInRow, _waiting) = (0, 0, 0);
        _calls.Clear();
    }
}
