using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Parley.Data.Sqlite;

/// <summary>The context on SQLite; its migrations stand beside it. Writers of one process take turns.</summary>
internal sealed class SqliteParleyDbContext(DbContextOptions<SqliteParleyDbContext> options) : ParleyDbContext(options)
{
    // A context of a pool takes nothing but its options; without the services of a program nobody else writes.
    private readonly SqliteWriteTurn? _turn = options.FindExtension<CoreOptionsExtension>()?.ApplicationServiceProvider?.GetService<SqliteWriteTurn>();
    private bool _hasTurn;
    private IDisposable? _ofCommand;

    public override string NewestMigration => "20261129103926_DeletedPersonas";

    public override async ValueTask<IDisposable?> TakeWriteTurnAsync(CancellationToken cancellationToken)
    {
        if (_turn is null || _hasTurn || !await _turn.TakeAsync(cancellationToken)) return null;
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

    private void ReleaseTurn() => _turn?.Release();
}
