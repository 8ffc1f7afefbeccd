using Microsoft.EntityFrameworkCore;

namespace Parley.Data.Postgres;

/// <summary>The context on PostgreSQL; its migrations stand beside it.</summary>
internal sealed class PostgresParleyDbContext(DbContextOptions<PostgresParleyDbContext> options, IEnumerable<IModelPart> parts)
    : ParleyDbContext(options, parts);
