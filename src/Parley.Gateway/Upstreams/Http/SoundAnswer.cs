using System.Buffers;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>
/// Sound that is relayed as it comes: a step for each piece. Its last byte is held back until the end is seen, so that the answer is
/// settled before a client has all of it; all others leave at once.
/// </summary>
internal sealed class SoundAnswer(AnswerFacts facts, HttpResponseMessage response, Stream body, CallWatch watch) : LlmAnswer
{
    private const int PieceBytes = 32 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(PieceBytes);
    private int _count; // bytes of the piece, of which the last one stays behind
    private bool _isBegun, _over;

    public override UpstreamTarget Target => facts.Target;

    public override WireFormat? Format => facts.Format;

    public override MediaHead? Media => facts.Media;

    public override IReadOnlyList<KeyValuePair<string, string>> RateLimits => facts.RateLimits;

    public override EventBatch Events { get; } = new();

    public override ReadOnlyMemory<byte> Raw => _buffer.AsMemory(0, _over ? _count : Math.Max(0, _count - 1));

    public override async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (_over) return false;
        Events.Clear();
        var held = Math.Min(_count, 1);
        if (held == 1) _buffer[0] = _buffer[_count - 1];
        try
        {
            do
            {
                var reading = body.ReadAsync(_buffer.AsMemory(held), watch.Token);
                if (!reading.IsCompleted) watch.Wait();
                var read = await reading.ConfigureAwait(false);
                watch.Rest();
                watch.Heard();
                _count = held + read;
                if (read == 0) return End();
                held = _count;
            }
            while (_count < 2);
        }
        catch (Exception problem) when (problem is IOException or HttpRequestException || (problem is OperationCanceledException && (watch.TimedOut || watch.IsStopping)))
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Fail(watch.IsStopping ? TransportFaults.Stopping : watch.TimedOut ? TransportFaults.Silent(facts.Target.Upstream, watch) : TransportFaults.Cut(facts.Target.Upstream));
        }

        Begin();
        return true;
    }

    public override void GiveUp() => watch.GiveUp();

    public override ValueTask DisposeAsync()
    {
        response.Dispose();
        if (_buffer.Length > 0) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _count = 0;
        watch.Dispose();
        return default;
    }

    private void Begin()
    {
        if (_isBegun) return;
        _isBegun = true;
        Events.Add(new LlmEvent { Kind = LlmEventKind.Started });
        Events.Add(new LlmEvent { Kind = LlmEventKind.BlockStarted, BlockKind = BlockKind.Opaque });
    }

    private bool End()
    {
        if (_count == 0) return Fail(TransportFaults.Cut(facts.Target.Upstream)); // silence is no sound
        Begin();
        _over = true;
        Events.Add(new LlmEvent { Kind = LlmEventKind.BlockStopped, BlockKind = BlockKind.Opaque });
        Events.Add(new LlmEvent { Kind = LlmEventKind.Finished, Finish = FinishReason.Stop });
        Events.Add(new LlmEvent { Kind = LlmEventKind.Completed });
        return true;
    }

    private bool Fail(GatewayFault fault)
    {
        Events.Clear();
        _over = true;
        _count = 0;
        watch.Failed(fault);
        Events.Add(new LlmEvent { Kind = LlmEventKind.Failed, Fault = fault });
        return true;
    }
}
