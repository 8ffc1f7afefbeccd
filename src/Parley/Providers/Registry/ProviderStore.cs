using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Model;

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

    /// <summary>Removes what an operator added; anything else stays. Returns the row found, null when there is none.</summary>
    public Task<Provider?> RemoveAsync(string name, CancellationToken cancellationToken) => ChangeAsync(async db =>
    {
        var existing = await FindAsync(db, name, cancellationToken);
        if (existing is not { Origin: ProviderOrigin.Operator }) return (existing, Changed: false);
        await db.Set<Provider>().Where(p => p.Name == name).ExecuteDeleteAsync(cancellationToken);
        return (existing, Changed: true);
    }, cancellationToken);

    /// <summary>Brings the rows of one source (start, local detection) in line with what it found; returns the plan that was carried out.</summary>
    public Task<RefreshPlan> RefreshAsync(
        IReadOnlyCollection<ProviderDefinition> found, Func<string, bool> owns, CancellationToken cancellationToken) => ChangeAsync(async db =>
    {
        var rows = await db.Set<Provider>().AsNoTracking().Include(p => p.Credentials).ToListAsync(cancellationToken);
        var plan = RefreshPlan.Make([.. rows.Select(r => r.ToKnown(sealer))], found, owns);
        string[] gone = [.. plan.Remove, .. plan.Replace.Select(p => p.Name)];
        await db.Set<Provider>().Where(p => gone.Contains(p.Name)).ExecuteDeleteAsync(cancellationToken);
        var now = time.GetUtcNow();
        foreach (var definition in plan.Add.Concat(plan.Replace))
        {
            db.Add(definition.ToRow(sealer, now));
            now = now.AddMilliseconds(1); // the order of the configuration is the order of preference: oldest first
        }

        await db.SaveChangesAsync(cancellationToken);
        return (plan, plan.ChangesAnything);
    }, cancellationToken);

    /// <summary>Keeps what an upstream's own list said, unless the provider changed meanwhile.</summary>
    public Task<bool> SaveDiscoveredAsync(ProviderDefinition provider, string models, CancellationToken cancellationToken) => ChangeAsync(async db =>
    {
        var url = provider.BaseUrlText;
        var now = time.GetUtcNow();
        var saved = await db.Set<Provider>().Where(p => p.Name == provider.Name && p.Kind == provider.Kind && p.BaseUrl == url)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.DiscoveredModels, models).SetProperty(p => p.DiscoveredAt, now), cancellationToken);
        return (saved > 0, saved > 0);
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
