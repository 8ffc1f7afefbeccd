using Parley.Gateway.Ports;

namespace Parley.Gateway.Tests.Matrix.Staging;

internal sealed class NoResponses : IResponseStore
{
    public ValueTask SaveAsync(StoredResponse response, CancellationToken cancellationToken) => default;

    public ValueTask<StoredResponse?> FindAsync(string id, Caller caller, CancellationToken cancellationToken) => default;

    public ValueTask<bool> DeleteAsync(string id, Caller caller, CancellationToken cancellationToken) => default;

    public ValueTask UpdateAsync(StoredResponse response, CancellationToken cancellationToken) => default;
}
