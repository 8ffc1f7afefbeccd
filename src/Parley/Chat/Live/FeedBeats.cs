namespace Parley.Chat.Live;

/// <summary>Gives every reader a sign of life: proxies and clients take a connection for dead otherwise. One timer for all, in turns, for thousands at once would hold up tokens.</summary>
internal sealed class FeedBeats(FeedSignal signal, TimeProvider time) : BackgroundService
{
    /// <summary>How often a reader gets one.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    private const int Turns = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every / Turns, time);
        for (var turn = 0; await timer.WaitForNextTickAsync(stoppingToken); turn = (turn + 1) % Turns) signal.Beat(turn, Turns);
    }
}
