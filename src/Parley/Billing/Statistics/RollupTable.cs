using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Billing.Model;
using Parley.Billing.Statistics.Model;
using Parley.Data;

namespace Parley.Billing.Statistics;

/// <summary>Makes and reads roll-ups. Several nodes may do so at once, and records may come late meanwhile: see <see cref="RolledHour"/>.</summary>
internal sealed class RollupTable(IDbContextFactory<ParleyDbContext> databases, DatabaseCommands commands, DatabaseOptions database, TimeProvider time)
{
    /// <summary>The advisory lock, in PostgreSQL, that writers of usage records share and a claim takes alone for a moment: what was
    /// written without seeing the claim is then committed, and so will be read.</summary>
    public const long ClaimLock = 0x5061726C65790002; // "Parley", 2

    private const int MostRows = 20_000;

    private static readonly TimeSpan ClaimLasts = TimeSpan.FromMinutes(10);

    /// <summary>Hours that ended, hold records and are not rolled up yet, newest first.</summary>
    public async Task<IReadOnlyList<long>> FindDueAsync(CancellationToken cancellationToken)
    {
        var last = Hours.LastEnded(time.GetUtcNow());
        var done = (await commands.ReadAsync("SELECT hour FROM usage_rolled_hours WHERE is_done AND hour <= @last", row => row.GetInt64(0), cancellationToken, ("last", last))).ToHashSet();
        List<long> due = [];
        // One look into the index for every gap between hours that are done, however long it is.
        for (var next = await NextAsync(DateTimeOffset.UnixEpoch, cancellationToken); next <= last;)
        {
            if (!done.Contains(next.Value)) due.Add(next.Value);
            var hour = next.Value + 1;
            while (done.Contains(hour)) hour++;
            next = await NextAsync(Hours.Begin(hour), cancellationToken);
        }

        due.Reverse();
        return due;
    }

    /// <summary>Rolls one hour up; false when another node is at it, or a record came meanwhile: the next round sees to it.</summary>
    public async Task<bool> RollAsync(long hour, CancellationToken cancellationToken)
    {
        var claim = Guid.CreateVersion7(time.GetUtcNow()).ToString("N");
        if (!await ClaimAsync(hour, claim, cancellationToken)) return false;
        var figures = new FigureTable();
        await ReadRecordsAsync(Hours.Begin(hour), Hours.Begin(hour + 1), null, figures, cancellationToken);
        return await databases.ChangeAsync(async db =>
        {
            var isMine = await db.Set<RolledHour>().Where(h => h.Hour == hour && h.Claim == claim && !h.IsDone)
                .ExecuteUpdateAsync(set => set.SetProperty(h => h.IsDone, true), cancellationToken) == 1;
            if (!isMine) return (false, Changed: false);
            await db.Set<UsageRollup>().Where(r => r.Hour == hour).ExecuteDeleteAsync(cancellationToken);
            db.AddRange(figures.Select(f => new UsageRollup { Hour = hour, Provider = f.Key.Provider, Model = f.Key.Model, Figures = JsonSerializer.Serialize(f.Value) }));
            await db.SaveChangesAsync(cancellationToken);
            return (true, Changed: true);
        }, cancellationToken);
    }

    /// <summary>All calls that began within the time and stand in the usage table, of one provider or (null) of all.</summary>
    public async Task<FigureTable> ReadAsync(DateTimeOffset since, DateTimeOffset until, string? provider, CancellationToken cancellationToken)
    {
        var figures = new FigureTable();
        var rolled = await ReadRolledAsync(since, until, provider, figures, cancellationToken);
        foreach (var (from, to) in Hours.Divide(since, until, rolled).Others) await ReadRecordsAsync(from, to, provider, figures, cancellationToken);
        return figures;
    }

    /// <summary>Adds the figures of all settled records of a time, of one provider or (null) of all.</summary>
    public async Task ReadRecordsAsync(DateTimeOffset since, DateTimeOffset until, string? provider, FigureTable into, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var records = db.Set<UsageEvent>().AsNoTracking().Where(u => u.At >= since && u.At < until && u.Outcome != null);
        if (provider is not null) records = records.Where(u => u.Provider == provider);
        // Page by page: a busy hour is not held in memory, and no read lasts long.
        for (FigureRow? last = null; ;)
        {
            var behind = last is { At: var at, Sequence: var sequence } ? records.Where(u => u.At >= at && (u.At > at || u.Sequence > sequence)) : records;
            var page = await behind.OrderBy(u => u.At).ThenBy(u => u.Sequence).Take(MostRows).Select(FigureRow.Of).ToListAsync(cancellationToken);
            foreach (var row in page) into.Add(row);
            if (page.Count < MostRows) return;
            last = page[^1];
        }
    }

    /// <summary>Adds the figures of roll-ups of a time; returns the hours that are rolled up.</summary>
    public async Task<IReadOnlyList<long>> ReadRolledAsync(DateTimeOffset since, DateTimeOffset until, string? provider, FigureTable into, CancellationToken cancellationToken)
    {
        var (from, to) = (Hours.Of(since), Hours.Of(until));
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        // The marks first: an hour that is marked in between is read from its records as well as it would be from its roll-up.
        var marked = await db.Set<RolledHour>().Where(h => h.IsDone && h.Hour >= from && h.Hour <= to).Select(h => h.Hour).ToListAsync(cancellationToken);
        var whole = Hours.Divide(since, until, marked).Rolled;
        if (whole.Count == 0) return whole;
        var hours = whole.ToHashSet();
        var rollups = db.Set<UsageRollup>().AsNoTracking().Where(r => r.Hour >= from && r.Hour <= to);
        if (provider is not null) rollups = rollups.Where(r => r.Provider == provider);
        await foreach (var rollup in rollups.AsAsyncEnumerable().WithCancellation(cancellationToken))
            if (hours.Contains(rollup.Hour)) into.Add(new FigureKey(rollup.Provider, rollup.Model), JsonSerializer.Deserialize<UsageFigures>(rollup.Figures)!);
        return whole;
    }

    /// <summary>The hour of the first record from a time on.</summary>
    private async Task<long?> NextAsync(DateTimeOffset from, CancellationToken cancellationToken) =>
        await commands.ReadAsync("SELECT at FROM usage_events WHERE at >= @from ORDER BY at LIMIT 1", row => commands.Instant(row, 0), cancellationToken, ("from", from)) is [var at] ? Hours.Of(at) : null;

    private Task<bool> ClaimAsync(long hour, string claim, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        if (database.IsPostgres) await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({ClaimLock})", cancellationToken);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var forgotten = now - (long)ClaimLasts.TotalSeconds;
        var claimed = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO usage_rolled_hours (hour, claim, claimed_at, is_done) VALUES ({hour}, {claim}, {now}, FALSE)
            ON CONFLICT (hour) DO UPDATE SET claim = excluded.claim, claimed_at = excluded.claimed_at
            WHERE NOT usage_rolled_hours.is_done AND usage_rolled_hours.claimed_at < {forgotten}
            """, cancellationToken);
        return (claimed == 1, Changed: true);
    }, cancellationToken);
}
