namespace Parley.Data;

/// <summary>Is told when a topic changed in the database, by whichever process.</summary>
internal interface IChangeListener
{
    string Topic { get; }

    /// <summary>Reads the topic's rows anew.</summary>
    Task ReloadAsync(CancellationToken cancellationToken);
}
