namespace Parley.Assets.Storage;

/// <summary>Where bytes are kept: a folder, or a service on the network.</summary>
internal interface IBlobStorage
{
    /// <summary>Where that is, and the setting that says so, for operators.</summary>
    string Place { get; }

    /// <summary>Keeps the rest of a stream under a new key. It is durable when this completes.</summary>
    Task WriteAsync(string key, Stream bytes, CancellationToken cancellationToken);

    /// <summary>Opens what is kept; null when there is nothing under the key.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes what is kept; nothing when there is nothing.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>Keys of what was written before that time.</summary>
    IAsyncEnumerable<string> ListAsync(DateTimeOffset before, CancellationToken cancellationToken);
}
