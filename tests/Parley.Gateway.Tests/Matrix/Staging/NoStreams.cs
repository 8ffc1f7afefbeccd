using Parley.Gateway.Ports;

namespace Parley.Gateway.Tests.Matrix.Staging;

internal sealed class NoStreams : IStreamStore
{
    public IStreamLog Open(StreamInfo info) => throw new InvalidOperationException("No stream is kept here.");

    public ValueTask<IStreamReader?> FindAsync(string id, Caller caller, CancellationToken cancellationToken) => default;

    public ValueTask<bool> IsRunningAsync(string id, Caller caller, CancellationToken cancellationToken) => default;

    public ValueTask StopAsync(string id, Caller caller, CancellationToken cancellationToken) => default;
}
