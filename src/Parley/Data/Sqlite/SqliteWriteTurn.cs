namespace Parley.Data.Sqlite;

/// <summary>
/// SQLite has one writer at a time. Who waits for its turn in this process waits here, in order and without a thread: SQLite's own waiting sleeps longer and longer, knows no order, and
/// holds a thread of the pool meanwhile (with a hundred writers nothing else runs, no token is passed on). Another process is waited for by SQLite itself.
/// </summary>
internal sealed class SqliteWriteTurn : IDisposable
{
    /// <summary>Longer is no turn: somebody writes within another's. Then SQLite decides, which ends with an error instead of never.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Waits for the turn; false when it never came.</summary>
    public Task<bool> TakeAsync(CancellationToken cancellationToken) => _turn.WaitAsync(Patience, cancellationToken);

    public void Release() => _turn.Release();

    public void Dispose() => _turn.Dispose();
}
