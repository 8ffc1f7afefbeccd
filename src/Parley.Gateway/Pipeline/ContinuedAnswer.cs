using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>
/// A stream that may go on at another upstream. As long as the first one speaks its steps pass as they are; what follows a break
/// has no wire form, and its events go on in the block that was open. Only once, and only plain text: nobody can go on with
/// half a tool call, or with another model's thoughts.
/// </summary>
internal sealed class ContinuedAnswer(LlmAnswer first, LlmRequest request, ILlmClient inner) : LlmAnswer
{
    private const int LongestText = 1024 * 1024;

    private readonly EventBatch _events = new();
    private readonly PooledBytes _text = new();
    private readonly OpenBlocks _blocks = new();
    private LlmAnswer? _second;
    private LegJoint? _joint;
    private bool _isPlain = true;

    private LlmAnswer Leg => _second ?? first;

    public override UpstreamTarget? Target => Leg.Target;

    public override WireFormat? Format => first.Format;

    public override int Attempts => first.Attempts;

    public override IReadOnlyCollection<string> Dropped => first.Dropped;

    public override IReadOnlyList<KeyValuePair<string, string>> RateLimits => first.RateLimits;

    public override CacheTrace Cache => first.Cache;

    public override bool MayChangeForm => true;

    public override bool HasChangedForm => _joint is not null;

    public override EventBatch Events => _joint is null ? Leg.Events : _events;

    public override ReadOnlyMemory<byte> Raw => _joint is null ? Leg.Raw : default;

    public override async ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        if (!await Leg.MoveNextAsync(cancellationToken).ConfigureAwait(false)) return false;
        if (_joint is not null)
        {
            TakeFromSecond();
            return true;
        }

        Observe(Leg.Events);
        return Leg.Events.Events is not [.., { Kind: LlmEventKind.Failed, Fault: { } fault }] || !await TryGoOnAsync(fault, cancellationToken).ConfigureAwait(false)
            || await MoveNextAsync(cancellationToken).ConfigureAwait(false);
    }

    public override void GiveUp() => Leg.GiveUp();

    public override async ValueTask DisposeAsync()
    {
        if (_second is not null) await _second.DisposeAsync().ConfigureAwait(false);
        await first.DisposeAsync().ConfigureAwait(false);
        _text.Release();
    }

    private void Observe(EventBatch step)
    {
        if (!_isPlain) return;
        foreach (ref readonly var item in step.Events)
        {
            if (item.Kind == LlmEventKind.BlockStarted) _isPlain &= item.BlockKind == BlockKind.Text;
            else if (item.Kind == LlmEventKind.Delta) _text.Raw(item.Text.Escaped.Span);
            else if (item.Kind == LlmEventKind.Finished) _isPlain = false; // it is whole already
        }

        _isPlain &= _text.Count < LongestText;
        _blocks.Observe(step);
    }

    private async ValueTask<bool> TryGoOnAsync(GatewayFault fault, CancellationToken cancellationToken)
    {
        if (!_isPlain || _text.Count == 0 || !(fault.IsRetryable || fault.Kind == FaultKind.StreamCut) || Others() is not { } others) return false;
        LlmAnswer second;
        try
        {
            second = await inner.SendAsync(SecondLeg(others), cancellationToken).ConfigureAwait(false);
        }
        catch (GatewayFaultException)
        {
            // What only its own vendor understands, or is too long there, cannot go on: the break is told.
            return false;
        }

        if (second.Fault is not null || second.IsWhole)
        {
            await second.DisposeAsync().ConfigureAwait(false);
            return false;
        }

        _second = second;
        _joint = new LegJoint(_blocks, JsonText.From(second.Target?.Upstream.Name));
        return true;
    }

    /// <summary>The route without the upstream that broke off, in the order of the plan.</summary>
    private Route? Others() => (request.Plan?.Candidates ?? request.Route!.Candidates).Where(c => c.ContinuesTurns && c.Upstream.Name != first.Target?.Upstream.Name).ToList() is { Count: > 0 } others
        ? request.Route! with { Candidates = [.. others] } : null;

    private LlmRequest SecondLeg(Route others)
    {
        var said = new Turn(TurnRole.Assistant, [new TextPart(JsonText.FromEscaped(_text.Written).ToString())]);
        var prompt = request.Prompt with { Turns = [.. request.Prompt.Turns, said] };
        return request.Continuing(prompt, others);
    }

    private void TakeFromSecond()
    {
        _events.Clear();
        foreach (ref readonly var item in Leg.Events.Events) _joint!.Take(item, _events);
    }
}
