using Microsoft.EntityFrameworkCore;

namespace Parley.Data.Sqlite;

/// <summary>The context on SQLite; its migrations stand beside it.</summary>
internal sealed class SqliteParleyDbContext(DbContextOptions<SqliteParleyDbContext> options, IEnumerable<IModelPart> parts)
    : ParleyDbContext(options, parts);
