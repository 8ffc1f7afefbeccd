using Microsoft.EntityFrameworkCore;

namespace Parley.Data;

internal static class Transactions
{
    private const int MostTries = 10;

    /// <summary>
    /// Makes a change in one transaction, which is committed when the change says that it changed something. When the
    /// connection breaks, all of it is done once more, on a new context: it may have been committed already, so the change
    /// must look before it adds. So it is when somebody else changed a row after it was read.
    /// </summary>
    public static async Task<T> ChangeAsync<T>(
        this IDbContextFactory<ParleyDbContext> databases, Func<ParleyDbContext, Task<(T Result, bool Changed)>> change, CancellationToken cancellationToken)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await ChangeOnceAsync(databases, change, cancellationToken);
            }
            catch (DbUpdateConcurrencyException) when (tries < MostTries)
            {
                // Of those who meet at a row one is always done: few meet that often.
            }
        }
    }

    private static async Task<T> ChangeOnceAsync<T>(
        IDbContextFactory<ParleyDbContext> databases, Func<ParleyDbContext, Task<(T Result, bool Changed)>> change, CancellationToken cancellationToken)
    {
        await using var any = await databases.CreateDbContextAsync(cancellationToken);
        return await any.Database.CreateExecutionStrategy().ExecuteAsync(async token =>
        {
            await using var db = await databases.CreateDbContextAsync(token);
            using var turn = await db.TakeWriteTurnAsync(token);
            await using var transaction = await db.Database.BeginTransactionAsync(token);
            var (result, changed) = await change(db);
            if (changed) await transaction.CommitAsync(token);
            return result;
        }, cancellationToken);
    }
}
