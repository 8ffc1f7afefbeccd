namespace Parley.Data;

/// <summary>Looks at the change stamps twice a second, and at once when somebody asks for what memory does not know, and
/// tells listeners whose topic moved. One tiny query, and on SQLite none while nobody wrote; the node that makes a change does not wait for it, but reloads at
/// once.</summary>
internal sealed partial class ChangeWatcher : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500), Patience = TimeSpan.FromSeconds(2);

    /// <summary>However many ask for what does not exist, the database is asked ten times a second at most.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly DatabaseCommands _commands;
    private readonly IEnumerable<IChangeListener> _listeners;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly Dictionary<string, long> _seen = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly SharedLook _look;
    private readonly DatabaseWrites _writes;
    private long? _writesSeen;
    private bool _isFailing;

    public ChangeWatcher(
        DatabaseCommands commands, DatabaseWrites writes, IEnumerable<IChangeListener> listeners, TimeProvider time, ILogger<ChangeWatcher> log)
    {
        (_commands, _writes, _listeners, _time, _log) = (commands, writes, listeners, time, log);
        _look = new SharedLook(LookAsync, Pause, time);
    }

    /// <summary>Sees to it that what was committed before this call is in force. Gives up quietly when the database
    /// does not answer soon: what is in memory then decides.</summary>
    public async Task LookNowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _look.AskAsync().WaitAsync(Patience, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Said in the log by the look itself when it fails.
        }
    }

    public override void Dispose()
    {
        // Called twice, once for each registration; a source without a timer holds nothing to dispose of.
        _stopping.Cancel();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken)) await _look.AskAsync().WaitAsync(stoppingToken);
    }

    private async Task LookAsync()
    {
        try
        {
            // Read before the stamps: what is written meanwhile is looked at once more.
            var writes = _writes.Read();
            if (writes is null || writes != _writesSeen) await ReloadChangedAsync(_stopping.Token);
            _writesSeen = writes;
            _isFailing = false;
        }
        catch (Exception problem)
        {
            _writesSeen = null;
            // The database may be away for a while: what is in memory stays in force, the next look tries again.
            if (!_isFailing && !_stopping.IsCancellationRequested) LookFailed(_log, problem.GetBaseException().Message);
            _isFailing = true;
        }
    }

    private async Task ReloadChangedAsync(CancellationToken cancellationToken)
    {
        Looking(_log);
        List<Exception> problems = [];
        foreach (var (topic, version) in await _commands.ReadAsync("SELECT topic, version FROM change_stamps", row => (row.GetString(0), row.GetInt64(1)), cancellationToken))
        {
            if (_seen.TryGetValue(topic, out var seen) && seen == version) continue;
            try
            {
                foreach (var listener in _listeners.Where(l => l.Topic == topic)) await listener.ReloadAsync(cancellationToken);
                _seen[topic] = version;
            }
            catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
            {
                // A provider that cannot be read must not keep a revoked key in force.
                problems.Add(problem);
            }
        }

        if (problems.Count > 0) throw new AggregateException(problems);
    }

    [LoggerMessage(Level = LogLevel.Trace, Message = "Looking for changes in the database.")]
    private static partial void Looking(ILogger log);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Cannot look for changes in the database: {Problem} What is in memory stays in force; tried again twice a second.")]
    private static partial void LookFailed(ILogger log, string problem);
}
