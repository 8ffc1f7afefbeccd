using Microsoft.EntityFrameworkCore;

namespace Parley.Data.Postgres;

/// <summary>The context on PostgreSQL; its migrations stand beside it.</summary>
internal sealed class PostgresParleyDbContext(DbContextOptions<PostgresParleyDbContext> options) : ParleyDbContext(options)
{
    public override string NewestMigration => "20261129103930_DeletedPersonas";

    public override Task HoldAsync(string what, Guid whose, CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtextextended({$"{what}:{whose}"}, 0))", cancellationToken);
}
