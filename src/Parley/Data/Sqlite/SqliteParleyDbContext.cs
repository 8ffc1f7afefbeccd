using Microsoft.EntityFrameworkCore;

namespace Parley.Data.Sqlite;

/// <summary>The context on SQLite; its migrations stand beside it. Writers of one process take turns.</summary>
internal sealed class SqliteParleyDbContext(DbContextOptions<SqliteParleyDbContext> options, IEnumerable<IModelPart> parts, SqliteWriteTurn? turn = null) : ParleyDbContext(options, parts)
{
    private bool _hasTurn;
    private IDisposable? _ofCommand;

    public override async ValueTask<IDisposable?> TakeWriteTurnAsync(CancellationToken cancellationToken)
    {
        if (turn is null || _hasTurn || !await turn.TakeAsync(cancellationToken)) return null;
        _hasTurn = true;
        return new Turn(this);
    }

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        // A transaction was begun in its turn.
        if (Database.CurrentTransaction is not null) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        using (await TakeWriteTurnAsync(cancellationToken)) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    public async ValueTask TakeTurnForCommandAsync(CancellationToken cancellationToken) => _ofCommand = await TakeWriteTurnAsync(cancellationToken);

    public void ReleaseTurnOfCommand()
    {
        _ofCommand?.Dispose();
        _ofCommand = null;
    }

    private sealed class Turn(SqliteParleyDbContext context) : IDisposable
    {
        public void Dispose()
        {
            if (!context._hasTurn) return;
            context._hasTurn = false;
            context.ReleaseTurn();
        }
    }

    private void ReleaseTurn() => turn?.Release();
}
