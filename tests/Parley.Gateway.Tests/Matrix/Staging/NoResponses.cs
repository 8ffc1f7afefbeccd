using Parley.Gateway.Ports;

namespace Parley.Gateway.Tests.Matrix.Staging;

/// <summary>Finds nothing again, but tells what was last to be kept.</summary>
internal sealed class NoResponses : IResponseStore
{
    public StoredResponse? Last { get; private set; }

    public ValueTask SaveAsync(StoredResponse response, CancellationToken cancellationToken)
    {
        Last = response;
        return default;
    }

    public ValueTask<StoredResponse?> FindAsync(string id, Caller caller, CancellationToken cancellationToken) => default;

    public ValueTask<bool> DeleteAsync(string id, Caller caller, CancellationToken cancellationToken) => default;

    public ValueTask UpdateAsync(StoredResponse response, CancellationToken cancellationToken) => default;
}
