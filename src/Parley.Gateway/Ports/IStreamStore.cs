namespace Parley.Gateway.Ports;

/// <summary>Port: the log of streams that outlive the connection on which they began.</summary>
public interface IStreamStore
{
    /// <summary>Begins a log. Returns at once: what is appended becomes durable behind it.</summary>
    IStreamLog Open(StreamInfo info);

    /// <summary>Opens a running or finished stream for reading; null when there is none of this name that this caller may read.</summary>
    ValueTask<IStreamReader?> FindAsync(string id, Caller caller, CancellationToken cancellationToken);

    /// <summary>Whether a stream of this caller is being made, here or in another process that is alive.</summary>
    ValueTask<bool> IsRunningAsync(string id, Caller caller, CancellationToken cancellationToken);

    /// <summary>Has a running stream of this caller ended, wherever it is made; within some seconds.</summary>
    ValueTask StopAsync(string id, Caller caller, CancellationToken cancellationToken);
}
