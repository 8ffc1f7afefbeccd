namespace Parley.Tests.Infrastructure;

/// <summary>A clock that runs so many times faster, with all timers that are made by it.</summary>
internal sealed class HurriedTime(int times) : TimeProvider
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly long _began = System.GetTimestamp();
    private readonly DateTimeOffset _start = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => _start + System.GetElapsedTime(_began) * times;

    public override long GetTimestamp() => _began + (System.GetTimestamp() - _began) * times;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => base.CreateTimer(callback, state, Hurried(dueTime), Hurried(period));

    private TimeSpan Hurried(TimeSpan time) => time <= TimeSpan.Zero ? time : time / times is var shorter && shorter > Shortest ? shorter : Shortest;
}
