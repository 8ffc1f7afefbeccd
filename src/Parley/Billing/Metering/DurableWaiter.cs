using System.Threading.Tasks.Sources;
using Parley.Gateway.Ports;

namespace Parley.Billing.Metering;

/// <summary>One caller who waits for one record to be durable. Completed once, by whoever commits; the caller goes on where it is completed.</summary>
internal sealed class DurableWaiter : IValueTaskSource
{
    private ManualResetValueTaskSourceCore<bool> _core;

    /// <summary>To be awaited once.</summary>
    public ValueTask Task => new(this, _core.Version);

    public bool IsCompleted => _core.GetStatus(_core.Version) != ValueTaskSourceStatus.Pending;

    public void Succeed() => _core.SetResult(true);

    public void Fail(string reason) => _core.SetException(new LedgerUnavailableException(reason));

    public void GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
