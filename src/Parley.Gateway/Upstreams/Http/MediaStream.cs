using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Sse;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>
/// Pictures or sound as server-sent events, passed through frame by frame. The answer is complete with the vendor's own last event, so
/// that it is settled before that leaves; what a vendor sends behind it (a terminator) follows, but is not waited for.
/// </summary>
internal sealed class MediaStream(AnswerFacts facts, HttpResponseMessage response, Stream body, IAnswerReader reader, CallWatch watch) : LlmAnswer
{
    /// <summary>64 MiB: a picture is one frame.</summary>
    private const int MaxFrameBytes = 64 * 1024 * 1024;

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(1);

    private readonly SseReader _frames = new(body, MaxFrameBytes);
    private ReadOnlyMemory<byte> _raw;
    private bool _isComplete, _over;

    public override UpstreamTarget Target => facts.Target;

    public override WireFormat? Format => facts.Format;

    public override MediaHead? Media => facts.Media;

    public override IReadOnlyList<KeyValuePair<string, string>> RateLimits => facts.RateLimits;

    public override EventBatch Events { get; } = new();

    public override ReadOnlyMemory<byte> Raw => _raw;

    public override async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_over) return false;
        Events.Clear();
        _raw = default;
        try
        {
            while (!_frames.TryTake())
                if (!await ReadAsync().ConfigureAwait(false)) return TakeEnd();
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_isComplete) return Close();
            return Fail(watch.IsStopping ? TransportFaults.Stopping : watch.TimedOut ? TransportFaults.Silent(facts.Target.Upstream, watch) : null);
        }

        return TakeFrame();
    }

    public override void GiveUp() => watch.GiveUp();

    public override ValueTask DisposeAsync()
    {
        response.Dispose();
        _frames.Dispose();
        watch.Dispose();
        return default;
    }

    private async ValueTask<bool> ReadAsync()
    {
        using var farewell = _isComplete ? CancellationTokenSource.CreateLinkedTokenSource(watch.Token) : null;
        farewell?.CancelAfter(LongestFarewell);
        var reading = _frames.ReadAsync(farewell?.Token ?? watch.Token);
        if (!reading.IsCompleted) watch.Wait();
        var more = await reading.ConfigureAwait(false);
        watch.Rest();
        return more;
    }

    private bool TakeFrame()
    {
        _raw = _frames.Raw;
        if (_isComplete) return true;
        watch.Heard();
        if (_frames.HasData) reader.Read(_frames.EventName, _frames.Data, Events);
        else Events.Add(new LlmEvent { Kind = LlmEventKind.Ping });
        NoteTerminal();
        return true;
    }

    private bool TakeEnd()
    {
        if (_isComplete) return Close();
        if (_frames.IsOverLimit) return Fail(TransportFaults.TooLong(facts.Target.Upstream, MaxFrameBytes));
        if (_frames.TryTakeUnterminated())
        {
            // Some servers leave out the last empty line; a frame that was cut is no JSON, and fails as such.
            _raw = (byte[])[.. _frames.Raw.Span, .. "\n\n"u8];
            reader.Read(_frames.EventName, _frames.Data, Events);
        }

        if (Events.Events is not [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed }]) reader.End(Events);
        NoteTerminal();
        _over = true;
        return true;
    }

    /// <summary>Behind a complete answer: however it closes.</summary>
    private bool Close()
    {
        _over = true;
        return false;
    }

    private bool Fail(GatewayFault? fault)
    {
        if (fault is null) reader.End(Events);
        else Events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = fault });
        NoteTerminal();
        _over = true;
        return true;
    }

    private void NoteTerminal()
    {
        if (Events.Events is not [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed } last]) return;
        _isComplete = last.Fault is null;
        _over = last.Fault is not null;
        if (last.Fault is not { } fault) return;
        watch.Failed(fault);
        // What cannot be understood is not passed on; a vendor's own error is.
        if (!fault.IsTold) _raw = default;
    }
}
