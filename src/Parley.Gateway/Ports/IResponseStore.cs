namespace Parley.Gateway.Ports;

/// <summary>Port: responses (OpenAI's Responses format) that callers may ask for again, or go on from.</summary>
public interface IResponseStore
{
    /// <summary>Keeps a response, or replaces what was kept under its id. Completes when it is durable.</summary>
    ValueTask SaveAsync(StoredResponse response, CancellationToken cancellationToken);

    /// <summary>Replaces what is kept under a response's id; does nothing when that was forgotten meanwhile.</summary>
    ValueTask UpdateAsync(StoredResponse response, CancellationToken cancellationToken);

    /// <summary>A response of this caller; null when there is none.</summary>
    ValueTask<StoredResponse?> FindAsync(string id, Caller caller, CancellationToken cancellationToken);

    /// <summary>Forgets a response of this caller; false when there is none.</summary>
    ValueTask<bool> DeleteAsync(string id, Caller caller, CancellationToken cancellationToken);
}
