using System.Runtime.CompilerServices;
using System.Text.Json;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Sse;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>An answer that comes as server-sent events: a step for each frame, in its own bytes and in events.</summary>
internal sealed class StreamedAnswer(AnswerFacts facts, HttpResponseMessage response, Stream body, IAnswerReader reader, CallWatch watch) : LlmAnswer
{
    private const int MostTailBytes = 64 * 1024;

    private static readonly TimeSpan TailPatience = TimeSpan.FromMilliseconds(250);

    private readonly SseReader _frames = new(body, SseReader.DefaultMaxFrameBytes);
    private ReadOnlyMemory<byte> _raw;
    private bool _over;

    public override UpstreamTarget Target => facts.Target;

    public override WireFormat? Format => facts.Format;

    public override IReadOnlyCollection<string> Dropped => facts.Dropped;

    public override IReadOnlyList<KeyValuePair<string, string>> RateLimits => facts.RateLimits;

    public override EventBatch Events { get; } = new();

    public override ReadOnlyMemory<byte> Raw => _raw;

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_over) return new ValueTask<bool>(false);
        return !_frames.TryTake() ? ReadOnAsync(cancellationToken) : TakeFrame() ? new ValueTask<bool>(true) : TakeTailAsync();
    }

    public override void GiveUp() => watch.GiveUp();

    public override ValueTask DisposeAsync()
    {
        // Closing an unfinished response closes the connection: the vendor stops generating.
        response.Dispose();
        _frames.Dispose();
        watch.Dispose();
        return default;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadOnAsync(CancellationToken cancellationToken)
    {
        try
        {
            do
            {
                var reading = _frames.ReadAsync(watch.Token);
                if (!reading.IsCompleted) watch.Wait();
                var more = await reading.ConfigureAwait(false);
                watch.Rest();
                if (!more) return TakeEnd();
            }
            while (!_frames.TryTake());
            return TakeFrame() || await TakeTailAsync().ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException || (problem is OperationCanceledException && (watch.TimedOut || watch.IsStopping)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Fail(watch.IsStopping ? TransportFaults.Stopping : watch.TimedOut ? TransportFaults.Silent(facts.Target.Upstream, watch) : null);
        }
    }

    /// <summary>The vendor tells its caller of a failure, perhaps in more than one frame.</summary>
    private bool PassesFailure => facts.PassesThrough && Events.Events is [.., { Fault.IsTold: true }];

    /// <summary>False when the last frame is here, but perhaps not all that belongs to it.</summary>
    private bool TakeFrame()
    {
        Events.Clear();
        _raw = _frames.Raw;
        if (_frames.HasData) reader.Read(_frames.EventName, _frames.Data, Events);
        else Events.Add(new LlmEvent { Kind = LlmEventKind.Ping });
        if (!watch.IsHeard && Events.Events is not [{ Kind: LlmEventKind.Ping }]) watch.Heard();
        NoteTerminal();
        return !(_over && (_frames.MayLackLineFeed || PassesFailure));
    }

    /// <summary>What belongs to the last frame is waited for, but not long: a vendor may hold the connection open.</summary>
    private async ValueTask<bool> TakeTailAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(watch.Token);
        patience.CancelAfter(TailPatience);
        try
        {
            await (PassesFailure ? TakeRestAsync(patience.Token) : TakeLineFeedAsync(patience.Token)).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException or OperationCanceledException)
        {
            // The answer is whole without it.
        }

        return true;
    }

    /// <summary>A CR ends a frame at once, and an LF behind it travels with the next frame; behind the last one there is none. Lines may end with CR alone.</summary>
    private async Task TakeLineFeedAsync(CancellationToken cancellationToken)
    {
        var next = new byte[1];
        if (await body.ReadAsync(next, cancellationToken).ConfigureAwait(false) == 1 && next[0] == (byte)'\n') _raw = (byte[])[.. _raw.Span, (byte)'\n'];
    }

    /// <summary>OpenAI says <c>error</c>, and then <c>response.failed</c>: clients wait for the one or the other.</summary>
    private async Task TakeRestAsync(CancellationToken cancellationToken)
    {
        var told = new KeptStep(this); // reading on moves the bytes
        Events.Clear();
        foreach (ref readonly var item in told.Events.Events) Events.Add(item);
        _raw = told.Raw;
        do
        {
            while (_frames.TryTake()) _raw = (byte[])[.. _raw.Span, .. _frames.Raw.Span];
        }
        while (_raw.Length < MostTailBytes && await _frames.ReadAsync(cancellationToken).ConfigureAwait(false));
    }

    private bool TakeEnd()
    {
        if (_frames.IsOverLimit) return Fail(TransportFaults.TooLong(facts.Target.Upstream, SseReader.DefaultMaxFrameBytes));
        Events.Clear();
        _raw = default;
        if (_frames.TryTakeUnterminated() && IsWholeData(_frames.Data.Span))
        {
            // Some servers leave out the last empty line: the frame is whole all the same, and gets its end.
            _raw = (byte[])[.. _frames.Raw.Span, .. "\n\n"u8];
            reader.Read(_frames.EventName, _frames.Data, Events);
        }

        reader.End(Events);
        NoteTerminal();
        if (!_over) return Fail(null);
        return true;
    }

    private bool Fail(GatewayFault? fault)
    {
        Events.Clear();
        _raw = default;
        if (fault is null) reader.End(Events);
        else Events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = fault });
        if (Events.Events is not [.., { Kind: LlmEventKind.Failed or LlmEventKind.Completed }])
            Events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = TransportFaults.Cut(facts.Target.Upstream) });
        NoteTerminal();
        return true;
    }

    private void NoteTerminal()
    {
        if (Events.Events is not [.., { Kind: LlmEventKind.Completed or LlmEventKind.Failed } last]) return;
        _over = true;
        if (last.Fault is { } fault) watch.Failed(fault);
    }

    private static bool IsWholeData(ReadOnlySpan<byte> data)
    {
        if (data.SequenceEqual("[DONE]"u8)) return true;
        try
        {
            var json = new Utf8JsonReader(data);
            while (json.Read())
            {
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
