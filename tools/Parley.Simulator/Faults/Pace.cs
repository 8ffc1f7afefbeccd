using System.Diagnostics;
using Parley.Simulator.Behaviour;

namespace Parley.Simulator.Faults;

/// <summary>When pieces leave. Gaps are kept against a schedule, so that the timer's grain does not add up.</summary>
internal sealed class Pace(Timing timing, Dice dice)
{
    private readonly TimeProvider _time = TimeProvider.System;
    private long _due;

    /// <summary>Waits for the first token: constant, log-normal, or in the slow tail.</summary>
    public Task FirstAsync(int chunksAtOnce, CancellationToken cancellationToken)
    {
        double ms = timing.FirstMs;
        if (timing.LogNormalSigma > 0) ms *= Math.Exp(timing.LogNormalSigma / 100.0 * Normal());
        if (timing.TailPerMille > 0 && dice.Below(1000) < timing.TailPerMille) ms += timing.TailMs;
        ms += timing.GapMicroseconds / 1000.0 * chunksAtOnce;
        return ms < 1 ? Task.CompletedTask : Task.Delay(TimeSpan.FromMilliseconds(ms), _time, cancellationToken);
    }

    /// <summary>Waits until the next piece is due.</summary>
    public ValueTask GapAsync(CancellationToken cancellationToken)
    {
        if (timing.GapMicroseconds == 0) return ValueTask.CompletedTask;
        var now = Stopwatch.GetTimestamp();
        if (_due == 0) _due = now;
        double gap = timing.GapMicroseconds;
        if (timing.JitterPercent > 0) gap *= 1 + (dice.Fraction() * 2 - 1) * timing.JitterPercent / 100.0;
        _due += (long)(gap * Stopwatch.Frequency / 1e6);
        var wait = Stopwatch.GetElapsedTime(now, _due);
        return wait < TimeSpan.FromMilliseconds(1) ? ValueTask.CompletedTask : new(Task.Delay(wait, _time, cancellationToken));
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - dice.Fraction())) * Math.Cos(2 * Math.PI * dice.Fraction());
}
