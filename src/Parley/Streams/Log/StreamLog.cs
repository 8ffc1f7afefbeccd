using System.Collections.Concurrent;
using Parley.Gateway.Ports;

namespace Parley.Streams.Log;

/// <summary>All streams: those of this process in memory, all others in the database.</summary>
internal sealed class StreamLog(StreamsOptions options, FrameTable table, StreamNode node, TimeProvider time) : IStreamStore
{
    private readonly ConcurrentDictionary<string, RunningStream> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<RunningStream, bool> _changed = [];

    /// <summary>Streams of this process that are not in the database to their end.</summary>
    public IEnumerable<RunningStream> Running => _running.Values;

    public IStreamLog Open(StreamInfo info)
    {
        var stream = new RunningStream(info, options, table, changed => _changed[changed] = true, time);
        _running[info.Id] = stream;
        return stream;
    }

    public async ValueTask<IStreamReader?> FindAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var owner = Owners.Of(caller.KeyId, caller.UserId);
        if (owner.Length == 0) return null;
        if (_running.TryGetValue(id, out var running)) return Owners.Of(running.Info.KeyId, running.Info.UserId) == owner ? running.Read() : null;
        return await table.FindAsync(id, owner, cancellationToken) is { } row ? new LoggedStreamReader(row, table, node, time) : null;
    }

    public async ValueTask<bool> IsRunningAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var owner = Owners.Of(caller.KeyId, caller.UserId);
        if (_running.TryGetValue(id, out var running)) return !running.IsComplete;
        return await table.FindAsync(id, owner, cancellationToken) is { EndedAt: null } row && row.Node != node.Name && !node.IsGone(row);
    }

    public async ValueTask StopAsync(string id, Caller caller, CancellationToken cancellationToken)
    {
        var owner = Owners.Of(caller.KeyId, caller.UserId);
        if (!_running.TryGetValue(id, out var running)) await table.AskToStopAsync(id, owner, cancellationToken);
        else if (Owners.Of(running.Info.KeyId, running.Info.UserId) == owner) running.Stop();
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

    /// <summary>A stream is in the database to its end. Readers that it has keep it alive.</summary>
    public void Forget(RunningStream stream)
    {
        _running.TryRemove(stream.Info.Id, out _);
        stream.Dispose();
    }
}
