using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.Sessions;

namespace Parley.Identity.Passwords;

/// <summary>Counts failed sign-ins by account and by network address, in the database, so that nodes and restarts forget none. Names without an
/// account are counted and locked like the others.</summary>
internal sealed class SignInGuard(IDbContextFactory<ParleyDbContext> databases, TimeProvider time)
{
    /// <summary>So many wrong attempts within <see cref="Window"/> lock an account.</summary>
    public const int MostForAccount = 5;

    /// <summary>And so many from one network address, whatever they name: a household or an office shares one.</summary>
    public const int MostForAddress = 100;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15), Locked = TimeSpan.FromMinutes(5);

    public static string Account(string email) => "account " + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AccountRules.Normalized(email))));

    public static string Address(string? address) => $"address {Device.NetworkOf(address)}";

    /// <summary>How long attempts are refused; null when they are not.</summary>
    public async Task<TimeSpan?> LockedForAsync(string account, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var until = await db.Set<SignInFailure>().Where(f => (f.Key == account || f.Key == address) && f.LockedUntil > now).MaxAsync(f => (long?)f.LockedUntil, cancellationToken);
        return until is { } end ? TimeSpan.FromMilliseconds(end - now) : null;
    }

    public async Task FailedAsync(string account, string address, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await CountAsync(db, account, MostForAccount, now, cancellationToken);
        await CountAsync(db, address, MostForAddress, now, cancellationToken);
    }

    public async Task SucceededAsync(string account, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<SignInFailure>().Where(f => f.Key == account).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Takes what is good once, for all nodes; false when it was taken before. Forgotten after a day.</summary>
    public async Task<bool> TakeOnceAsync(string what, CancellationToken cancellationToken)
    {
        var (key, now) = ("once " + what, time.GetUtcNow().ToUnixTimeMilliseconds());
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // After a lost connection it may run twice, and then refuses what was never used: its owner asks for another one.
        return await db.Database.ExecuteSqlAsync(
            $"INSERT INTO sign_in_failures (key, count, since, locked_until) VALUES ({key}, 1, {now}, 0) ON CONFLICT (key) DO NOTHING", cancellationToken) == 1;
    }

    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        var before = (time.GetUtcNow() - TimeSpan.FromDays(1)).ToUnixTimeMilliseconds();
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Set<SignInFailure>().Where(f => f.Since < before).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>One statement, so that attempts at the same time all count.</summary>
    private static Task<int> CountAsync(ParleyDbContext db, string key, int most, long now, CancellationToken cancellationToken)
    {
        var (windowStart, until) = (now - (long)Window.TotalMilliseconds, now + (long)Locked.TotalMilliseconds);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO sign_in_failures (key, count, since, locked_until) VALUES ({key}, 1, {now}, 0)
            ON CONFLICT (key) DO UPDATE SET
              locked_until = CASE WHEN sign_in_failures.since >= {windowStart} AND sign_in_failures.count + 1 >= {most} THEN {until} ELSE sign_in_failures.locked_until END,
              count = CASE WHEN sign_in_failures.since < {windowStart} THEN 1 ELSE sign_in_failures.count + 1 END,
              since = CASE WHEN sign_in_failures.since < {windowStart} THEN {now} ELSE sign_in_failures.since END
            """, cancellationToken);
    }
}
