using System.Collections.Concurrent;
using Parley.Gateway.Ports;

namespace Parley.Streams.Log;

/// <summary>All streams: those of this process in memory, all others in the database.</summary>
internal sealed class StreamLog(StreamsOptions options, FrameTable table, StreamNode node, TimeProvider time) : IStreamStore, IDisposable
{
    private readonly ConcurrentDictionary<string, RunningStream> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<RunningStream, bool> _changed = [];
    private readonly SemaphoreSlim _opened = new(0);

    /// <summary>Streams of this process that are not in the database to their end.</summary>
    public IEnumerable<RunningStream> Running => _running.Values;

    /// <summary>A stream of this process; null when it has none of this name.</summary>
    public RunningStream? Find(string id) => _running.GetValueOrDefault(id);

    public IStreamLog Open(StreamInfo info)
    {
        var stream = new RunningStream(info, options, table, changed => _changed[changed] = true, time);
        _running[info.Id] = stream;
        _changed[stream] = true;
        _opened.Release();
        return stream;
    }

    public async ValueTask<IStreamReader?> FindAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var owner = Owners.Of(caller.KeyId, caller.UserId);
        if (owner.Length == 0) return null;
        if (_running.TryGetValue(id, out var running)) return Owners.Of(running.Info.KeyId, running.Info.UserId) == owner ? running.Read() : null;
        return await table.FindAsync(id, owner, cancellationToken) is { } row ? new LoggedStreamReader(row, table, node, options, time) : null;
    }

    public async ValueTask<bool> IsRunningAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var owner = Owners.Of(caller.KeyId, caller.UserId);
        if (_running.TryGetValue(id, out var running)) return !running.IsComplete && Owners.Of(running.Info.KeyId, running.Info.UserId) == owner;
        return await table.FindAsync(id, owner, cancellationToken) is { EndedAt: null } row && row.Node != node.Name && !node.IsGone(row);
    }

    public async ValueTask StopAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var owner = Owners.Of(caller.KeyId, caller.UserId);
        if (!_running.TryGetValue(id, out var running)) await table.AskToStopAsync(id, owner, cancellationToken);
        else if (Owners.Of(running.Info.KeyId, running.Info.UserId) == owner) running.Stop();
    }

    /// <summary>Completes when a stream was opened, which other processes should learn soon, or after a while.</summary>
    public async Task WaitAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        await _opened.WaitAsync(most, cancellationToken);
        while (_opened.CurrentCount > 0) await _opened.WaitAsync(cancellationToken); // those that were opened together are written together
    }

    /// <summary>Streams with something that is not durable yet.</summary>
    public List<RunningStream> TakeChanged()
    {
        List<RunningStream> changed = [];
        foreach (var stream in _changed.Keys)
            if (_changed.TryRemove(stream, out _)) changed.Add(stream);
        return changed;
    }

    /// <summary>A stream could not be written to its end, or has more to write.</summary>
    public void StillChanged(RunningStream stream) => _changed[stream] = true;

    public void Dispose() => _opened.Dispose();

    /// <summary>A stream is in the database to its end. Readers that it has keep it alive.</summary>
    public void Forget(RunningStream stream)
    {
        _running.TryRemove(stream.Info.Id, out _);
        stream.Dispose();
    }
}
