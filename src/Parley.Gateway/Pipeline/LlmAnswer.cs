using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>
/// An answer in steps. Each step is what one upstream frame brought: its events, and its bytes where it has a wire
/// form. Pull it step by step; what a step shows is valid until the next.
/// </summary>
public abstract class LlmAnswer : IAsyncDisposable
{
    /// <summary>Set when the call failed before its first step; then there are no steps.</summary>
    public virtual GatewayFault? Fault => null;

    /// <summary>Who answers; null when no upstream was reached.</summary>
    public virtual UpstreamTarget? Target => null;

    /// <summary>The format of <see cref="Raw"/>; null when steps have no wire form (the demo model).</summary>
    public virtual WireFormat? Format => null;

    /// <summary>The answer came whole (one body) rather than as a stream of frames.</summary>
    public virtual bool IsWhole => false;

    /// <summary>What the bytes are, where they are not of one of the text formats: pictures and sound.</summary>
    public virtual MediaHead? Media => null;

    /// <summary>Upstream calls made so far.</summary>
    public virtual int Attempts => 0;

    /// <summary>Fields of the request that could not be carried, for <c>x-parley-dropped</c>.</summary>
    public virtual IReadOnlyCollection<string> Dropped => [];

    /// <summary>The vendor's rate limits and what it says of another try, as headers that the caller gets too.</summary>
    public virtual IReadOnlyList<KeyValuePair<string, string>> RateLimits => [];

    /// <summary>The result is an estimate (counting over an upstream that cannot count).</summary>
    public virtual bool IsEstimate => false;

    /// <summary>What the response cache had to do with it.</summary>
    public virtual CacheTrace Cache => CacheTrace.Off;

    /// <summary>Later steps may have no wire form, although earlier ones have: whoever passes bytes on keeps a writer at hand.</summary>
    public virtual bool MayChangeForm => false;

    /// <summary>From here on steps have no wire form.</summary>
    public virtual bool HasChangedForm => false;

    /// <summary>Moves to the next step; false after the last. A fault within the stream is a step that ends with
    /// <see cref="LlmEventKind.Failed"/>; an answer that ends without <see cref="LlmEventKind.Completed"/> or
    /// <see cref="LlmEventKind.Failed"/> does not exist.</summary>
    public abstract ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken);

    /// <summary>The events of this step.</summary>
    public abstract EventBatch Events { get; }

    /// <summary>The bytes of this step in <see cref="Format"/>, frame separators included; empty when the step has none.</summary>
    public abstract ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The last step stands here: what the call held at its provider is free, and how it ended is known, however long the client takes
    /// with it. The answer is still to be disposed of.</summary>
    public virtual void Conclude()
    {
    }

    /// <summary>Ends the step that is under way, with an exception: nobody wants it any more, and the answer can be
    /// disposed of only behind it.</summary>
    public virtual void GiveUp()
    {
    }

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
