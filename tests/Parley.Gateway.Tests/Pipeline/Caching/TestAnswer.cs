using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Pipeline.Caching;

/// <summary>A whole answer of one step, which says when it is disposed of.</summary>
internal sealed class TestAnswer : LlmAnswer
{
    private bool _taken;

    public TestAnswer(ReadOnlyMemory<byte> raw, params ReadOnlySpan<LlmEvent> events)
    {
        Raw = raw;
        foreach (ref readonly var item in events) Events.Add(item);
    }

    public override UpstreamTarget Target { get; } = Requests.Target("up-model");

    public override WireFormat? Format => WireFormat.Chat;

    public override bool IsWhole => !IsStream;

    /// <summary>It comes as a stream of this one step.</summary>
    public bool IsStream { get; init; }

    public override EventBatch Events { get; } = new();

    public override ReadOnlyMemory<byte> Raw { get; }

    public bool IsDisposed { get; private set; }

    /// <summary>A complete answer that says this.</summary>
    public static TestAnswer Saying(string text, bool isStream = false) => new(System.Text.Encoding.UTF8.GetBytes(text),
        new LlmEvent { Kind = LlmEventKind.Finished }, new LlmEvent { Kind = LlmEventKind.Completed }) { IsStream = isStream };

    public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var first = !_taken;
        _taken = true;
        return new ValueTask<bool>(first);
    }

    public override ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return default;
    }
}
