using Microsoft.EntityFrameworkCore;

namespace Parley.Data.Postgres;

/// <summary>The context on PostgreSQL; its migrations stand beside it.</summary>
internal sealed class PostgresParleyDbContext(DbContextOptions<PostgresParleyDbContext> options) : ParleyDbContext(options)
{
    public override string NewestMigration => "20261127193823_UsageOfPeople";
}
