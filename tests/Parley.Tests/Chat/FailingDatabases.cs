using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Tests.Chat;

/// <summary>A database that cannot be written to, which somebody is told just before it fails.</summary>
internal sealed class FailingDatabases(Func<CancellationToken, Task> before) : IDbContextFactory<ParleyDbContext>
{
    private const int IoError = 10;

    public ParleyDbContext CreateDbContext() => throw new SqliteException("The disk is away.", IoError);

    public async Task<ParleyDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default)
    {
        await before(cancellationToken);
        return CreateDbContext();
    }
}
