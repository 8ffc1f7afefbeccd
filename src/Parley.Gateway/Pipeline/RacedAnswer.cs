using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Pipeline;

/// <summary>The answer that was taken of two, or the only one of a race that nobody else entered.</summary>
internal sealed class RacedAnswer(LlmAnswer inner, CancellationTokenSource over, int otherCalls, Task? ending) : DelegatingAnswer(inner)
{
    public override int Attempts => Inner.Attempts + otherCalls;

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        if (ending is not null) await ending.ConfigureAwait(false);
        over.Dispose();
    }
}
