using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline.Caching;

/// <summary>A kept answer, given once more: the same steps with the same bytes, without any wait between them. Stands on its first step from
/// the beginning, like every answer that comes out of the last stage.</summary>
internal sealed class CachedAnswer : LlmAnswer
{
    private readonly CachedResponse _response;
    private readonly RecordHead _head;
    private RecordReader _reader;
    private ReadOnlyMemory<byte> _raw;
    private bool _isPrimed;

    public CachedAnswer(LlmRequest request, CachedResponse response)
    {
        (_response, _head) = (response, response.Head!);
        Target = _head.Provider is { } provider ? TargetOf(request, provider, _head.Model) : null;
        Rewind();
    }

    public override UpstreamTarget? Target { get; }

    public override WireFormat? Format => _head.Format;

    public override bool IsWhole => _head.IsWhole;

    public override bool IsEstimate => _head.IsEstimate;

    public override IReadOnlyCollection<string> Dropped => _head.Dropped;

    public override CacheTrace Cache => _head.Trace;

    public override EventBatch Events { get; } = new();

    public override ReadOnlyMemory<byte> Raw => _raw;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_isPrimed) _isPrimed = false;
        else if (_reader.IsAtEnd) return new ValueTask<bool>(false);
        else TakeStep();
        return new ValueTask<bool>(true);
    }

    /// <summary>Back to the beginning: all of it is here, so the meter may read it first.</summary>
    public void Rewind()
    {
        _reader = new RecordReader(_response.Record, _head.Steps);
        TakeStep();
        _isPrimed = true;
    }

    public override ValueTask DisposeAsync() => default;

    private void TakeStep()
    {
        Events.Clear();
        _raw = _reader.Run();
        var count = _reader.Number();
        for (var left = count >> 1; left > 0; left--) Events.Add(RecordedEvent.Read(ref _reader, _raw));
        Events.IsUsageOnly = (count & 1) != 0;
    }

    private static UpstreamTarget TargetOf(LlmRequest request, string provider, string model)
    {
        if (request.Route is { } route)
        {
            foreach (var candidate in route.Candidates)
                if (candidate.UpstreamModel == model && candidate.Upstream.Name == provider) return candidate;
        }

        // A fallback of a named route, perhaps: its name is all that is told of it.
        return new UpstreamTarget(new UpstreamConfig { Name = provider, Kind = "cache" }, model);
    }
}
