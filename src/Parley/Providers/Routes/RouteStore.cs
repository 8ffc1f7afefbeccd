using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Routes;

/// <summary>The rows of named routes. The list as a whole has a version: the change stamp of its topic.</summary>
internal sealed class RouteStore(IDbContextFactory<ParleyDbContext> databases, TimeProvider time)
{
    public const string Topic = "routes";

    /// <summary>All rows and their version, of one moment.</summary>
    public Task<RouteList> ReadAsync(CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        // The version first: when the rows are newer than it, a change made with it is refused, not lost.
        var version = await VersionAsync(db, cancellationToken);
        return (new RouteList([.. await db.Set<RouteRow>().AsNoTracking().ToListAsync(cancellationToken)], version), false);
    }, cancellationToken);

    /// <summary>Replaces the operators' list. <paramref name="check"/> sees the rows as they are and may refuse.</summary>
    public Task<RouteChange> ReplaceAsync(
        IReadOnlyList<RouteInput> inputs, IfMatch wanted, Func<RouteList, FieldErrors> check, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        // Raising the stamp first makes others wait who change the list at the same time, and then see this change.
        await ChangeStamp.RaiseAsync(db, Topic, cancellationToken);
        var version = await VersionAsync(db, cancellationToken);
        var rows = await db.Set<RouteRow>().ToListAsync(cancellationToken);
        if (!wanted.Allows(version - 1)) return (new RouteChange(ChangeOutcome.Stale, version - 1), false);
        if (check(new RouteList([.. rows], version - 1)) is { Any: true } errors) return (new RouteChange(ChangeOutcome.Invalid, version - 1, errors), false);
        var plan = RouteRows.Plan(inputs, rows, ProviderOrigin.Operator, time.GetUtcNow());
        Write(db, rows, plan, ProviderOrigin.Operator);
        await db.SaveChangesAsync(cancellationToken);
        return (new RouteChange(ChangeOutcome.Done, version, Set: [.. plan.Select(r => r.Name)]), true);
    }, cancellationToken);

    /// <summary>Brings the configuration's rows in line with it.</summary>
    public Task<bool> RefreshAsync(IReadOnlyList<RouteInput> configured, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        var rows = await db.Set<RouteRow>().ToListAsync(cancellationToken);
        var plan = RouteRows.Plan(configured, rows, ProviderOrigin.Configuration, time.GetUtcNow());
        if (!Write(db, rows, plan, ProviderOrigin.Configuration)) return (false, false);
        await ChangeStamp.RaiseAsync(db, Topic, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        return (true, true);
    }, cancellationToken);

    private static bool Write(ParleyDbContext db, List<RouteRow> rows, IReadOnlyList<RouteRow> plan, ProviderOrigin origin)
    {
        var (mine, changed) = (rows.Where(r => r.Origin == origin).ToDictionary(r => r.Name), false);
        foreach (var wanted in plan)
        {
            if (!mine.Remove(wanted.Name, out var row)) db.Add(wanted);
            else if (row.Position != wanted.Position || row.Definition != wanted.Definition) (row.Position, row.Definition) = (wanted.Position, wanted.Definition);
            else continue;
            changed = true;
        }

        db.RemoveRange(mine.Values);
        return changed || mine.Count > 0;
    }

    private static Task<long> VersionAsync(ParleyDbContext db, CancellationToken cancellationToken) =>
        db.Set<ChangeStamp>().AsNoTracking().Where(s => s.Topic == Topic).Select(s => s.Version).SingleOrDefaultAsync(cancellationToken);
}
