using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Model;
using Parley.Shared;

namespace Parley.Providers.Registry;

/// <summary>Changes of the rows: each one transaction, which also raises the change stamp that other processes watch.</summary>
internal sealed class ProviderStore(IDbContextFactory<ParleyDbContext> databases, CredentialSealer sealer, TimeProvider time)
{
    public const string Topic = "providers";

    /// <summary>Adds a provider; when one of this name exists nothing is changed, and that one is returned.</summary>
    public async Task<Provider?> AddAsync(ProviderDefinition definition, CancellationToken cancellationToken)
    {
        try
        {
            return await ChangeAsync(async db =>
            {
                if (await FindAsync(db, definition.Name, cancellationToken) is { } existing) return (existing, Changed: false);
                db.Add(definition.ToRow(sealer, time.GetUtcNow()));
                await db.SaveChangesAsync(cancellationToken);
                return ((Provider?)null, Changed: true);
            }, cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Another node added the same name between the look and the insert.
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            if (await FindAsync(db, definition.Name, cancellationToken) is { } existing) return existing;
            throw;
        }
    }

    /// <summary>Removes what an operator added; anything else stays.</summary>
    public Task<ProviderChange> RemoveAsync(string name, IfMatch wanted, CancellationToken cancellationToken) => LockedAsync(name, wanted, async (db, row) =>
    {
        if (row.Origin != ProviderOrigin.Operator) return (new(ChangeOutcome.Foreign, row), Changed: false);
        db.Remove(row);
        await db.SaveChangesAsync(cancellationToken);
        return (new(ChangeOutcome.Done, row), Changed: true);
    }, cancellationToken);

    /// <summary>Changes a row, unless <paramref name="change"/> says why not, or that there is nothing to change.</summary>
    public Task<ProviderChange> ChangeAsync(
        string name, IfMatch wanted, Func<Provider, DateTimeOffset, ProviderChange?> change, CancellationToken cancellationToken) => LockedAsync(name, wanted, async (db, row) =>
    {
        var now = time.GetUtcNow();
        if (change(row, now) is { } instead) return (instead, Changed: false);
        // Who saw it before a change that changes nothing may still change it.
        if (!db.ChangeTracker.HasChanges()) return (new(ChangeOutcome.Done, row), Changed: false);
        row.UpdatedAt = now;
        await db.SaveChangesAsync(cancellationToken);
        return (new(ChangeOutcome.Done, row), Changed: true);
    }, cancellationToken);

    /// <summary>Takes away credentials whose overlap has ended; returns whether there were any.</summary>
    public Task<bool> RemoveExpiredAsync(CancellationToken cancellationToken) => ChangeAsync(async db =>
    {
        var now = time.GetUtcNow();
        var gone = await db.Set<ProviderCredential>().Where(c => c.ExpiresAt != null && c.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
        return (gone > 0, gone > 0);
    }, cancellationToken);

    /// <summary>Brings the rows of one source (start, local detection) in line with what it found; returns the plan that was carried out.</summary>
    public Task<RefreshPlan> RefreshAsync(
        IReadOnlyCollection<ProviderDefinition> found, Func<string, bool> owns, CancellationToken cancellationToken) => ChangeAsync(async db =>
    {
        var stored = db.Set<Provider>().Include(p => p.Credentials);
        var plan = RefreshPlan.Make([.. (await stored.AsNoTracking().ToListAsync(cancellationToken)).Select(r => r.ToKnown(sealer))], found, owns);
        // Most starts change nothing.
        if (!plan.ChangesAnything) return (plan, Changed: false);
        var rows = await stored.ToListAsync(cancellationToken);
        db.RemoveRange(rows.Where(r => plan.Remove.Contains(r.Name)));
        var now = time.GetUtcNow();
        foreach (var definition in plan.Replace)
        {
            // The row stays, and with it what is an operator's of it: whether it is enabled.
            var row = rows.Single(r => r.Name == definition.Name);
            (row.Version, row.UpdatedAt) = (row.Version + 1, now);
            definition.WriteTo(row);
            row.Write(CredentialRotation.Plan(row, definition.ApiKeys, TimeSpan.Zero, sealer, now));
        }

        foreach (var definition in plan.Add)
        {
            db.Add(definition.ToRow(sealer, now));
            now = now.AddMilliseconds(1); // the order of the configuration is the order of preference: oldest first
        }

        await db.SaveChangesAsync(cancellationToken);
        return (plan, Changed: true);
    }, cancellationToken);

    /// <summary>Keeps what an upstream's own list said, unless the provider changed meanwhile.</summary>
    public Task<bool> SaveDiscoveredAsync(ProviderDefinition provider, string models, CancellationToken cancellationToken) => ChangeAsync(async db =>
    {
        var url = provider.BaseUrlText;
        var now = time.GetUtcNow();
        var saved = await db.Set<Provider>().Where(p => p.Name == provider.Name && p.Kind == provider.Kind && p.BaseUrl == url)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.DiscoveredModels, models).SetProperty(p => p.DiscoveredAt, now)
                .SetProperty(p => p.DiscoveryTriedAt, now).SetProperty(p => p.DiscoveryError, (string?)null), cancellationToken);
        return (saved > 0, saved > 0);
    }, cancellationToken);

    /// <summary>Keeps why an upstream's own list could not be read, for people. Routes know nothing of it, so the stamp is not raised.</summary>
    public Task SaveDiscoveryErrorAsync(ProviderDefinition provider, string error, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        var url = provider.BaseUrlText;
        var now = time.GetUtcNow();
        var saved = await db.Set<Provider>().Where(p => p.Name == provider.Name && p.Kind == provider.Kind && p.BaseUrl == url)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.DiscoveryTriedAt, now).SetProperty(p => p.DiscoveryError, error), cancellationToken);
        return (saved > 0, saved > 0);
    }, cancellationToken);

    /// <summary>Raising the version first locks the row: who changes it at the same time waits, and then sees this change.
    /// What is not changed in the end is rolled back, the version too.</summary>
    private Task<ProviderChange> LockedAsync(
        string name, IfMatch wanted, Func<ParleyDbContext, Provider, Task<(ProviderChange Result, bool Changed)>> change, CancellationToken cancellationToken) => ChangeAsync(async db =>
    {
        if (await db.Set<Provider>().Where(p => p.Name == name).ExecuteUpdateAsync(set => set.SetProperty(p => p.Version, p => p.Version + 1), cancellationToken) == 0)
            return (new ProviderChange(ChangeOutcome.Missing), Changed: false);
        var row = await db.Set<Provider>().Include(p => p.Credentials).SingleAsync(p => p.Name == name, cancellationToken);
        var (result, changed) = wanted.Allows(row.Version - 1) ? await change(db, row) : (new(ChangeOutcome.Stale, row), Changed: false);
        if (!changed) row.Version--;
        return (result, changed);
    }, cancellationToken);

    private Task<T> ChangeAsync<T>(Func<ParleyDbContext, Task<(T Result, bool Changed)>> change, CancellationToken cancellationToken) =>
        databases.ChangeAsync(async db =>
        {
            var (result, changed) = await change(db);
            if (changed) await ChangeStamp.RaiseAsync(db, Topic, cancellationToken);
            return (result, changed);
        }, cancellationToken);

    private static Task<Provider?> FindAsync(ParleyDbContext db, string name, CancellationToken cancellationToken) =>
        db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).SingleOrDefaultAsync(p => p.Name == name, cancellationToken);
}
