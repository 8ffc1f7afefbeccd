using System.Text.Json.Serialization;

namespace Parley.Simulator.Recording;

/// <summary>Running figures of the simulator, as <c>/__stats</c> shows them.</summary>
internal sealed class Counters
{
    private long _posts, _gets, _streams, _active, _done, _aborted, _faults, _ok, _refused, _broken, _connections, _chunks;

    public void Post() => Interlocked.Increment(ref _posts);

    public void Get() => Interlocked.Increment(ref _gets);

    public void Stream() => Interlocked.Increment(ref _streams);

    public void Begin() => Interlocked.Increment(ref _active);

    public void End(int status)
    {
        Interlocked.Decrement(ref _active);
        Interlocked.Increment(ref _done);
        Interlocked.Increment(ref status < 300 ? ref _ok : ref status < 500 ? ref _refused : ref _broken);
    }

    public void Abort()
    {
        Interlocked.Increment(ref _aborted);
        Interlocked.Decrement(ref _active);
    }

    public void Fault() => Interlocked.Increment(ref _faults);

    public void Connection() => Interlocked.Increment(ref _connections);

    public void Sent(int chunks) => Interlocked.Add(ref _chunks, chunks);

    public Stats Read() => new(Volatile.Read(ref _posts), Volatile.Read(ref _gets), Volatile.Read(ref _streams), Volatile.Read(ref _active),
        Volatile.Read(ref _done), Volatile.Read(ref _aborted), Volatile.Read(ref _faults), Volatile.Read(ref _ok), Volatile.Read(ref _refused),
        Volatile.Read(ref _broken), Volatile.Read(ref _connections), Volatile.Read(ref _chunks));

    /// <summary>Starts anew; what is under way or connected stays counted.</summary>
    public void Reset()
    {
        _posts = _gets = _streams = _done = _aborted = _faults = _ok = _refused = _broken = _chunks = 0;
    }
}

/// <param name="Active">Requests under way.</param>
/// <param name="ClientAborted">Requests whose client left before the end.</param>
public sealed record Stats(
    [property: JsonPropertyName("posts")] long Posts,
    [property: JsonPropertyName("gets")] long Gets,
    [property: JsonPropertyName("streams")] long Streams,
    [property: JsonPropertyName("active")] long Active,
    [property: JsonPropertyName("done")] long Done,
    [property: JsonPropertyName("client_aborted")] long ClientAborted,
    [property: JsonPropertyName("faults")] long Faults,
    [property: JsonPropertyName("s2xx")] long Succeeded,
    [property: JsonPropertyName("s4xx")] long Refused,
    [property: JsonPropertyName("s5xx")] long Broken,
    [property: JsonPropertyName("conns")] long Connections,
    [property: JsonPropertyName("chunks")] long Chunks);
