using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Settings;

/// <summary>Changes what an operator decided about models: one transaction, then routes that know of it.</summary>
internal sealed class ModelSettingsStore(IDbContextFactory<ParleyDbContext> databases, ProviderRegistry registry, TimeProvider time)
{
    /// <param name="id">A model that is listed here.</param>
    /// <param name="patch">What is to be changed.</param>
    /// <param name="expects">The version that the operator saw.</param>
    /// <param name="nameInUse">What a name is already, as the end of a sentence; null for one that leads nowhere.</param>
    /// <param name="cancellationToken">Gives up before anything is changed.</param>
    public async Task<SettingsChange> ChangeAsync(
        string id, ModelPatch patch, IfMatch expects, Func<string, string?> nameInUse, CancellationToken cancellationToken)
    {
        var change = await databases.ChangeAsync(async db =>
        {
            // The stamp first: it makes changes wait for each other, so that no two give the same alias away.
            await ChangeStamp.RaiseAsync(db, KnowledgeReader.Topic, cancellationToken);
            var rows = await db.Set<ModelSettings>().ToListAsync(cancellationToken);
            var row = rows.Find(r => r.Id == id);
            if (!expects.Allows(row?.Version ?? 0)) return (new SettingsChange(OtherVersion: row?.Version ?? 0), Changed: false);
            if (row is null) db.Add(row = new ModelSettings { Id = id });
            var errors = new FieldErrors();
            ModelPatchRules.Apply(row, patch, rows.Where(r => r.Id != id), nameInUse, errors);
            if (errors.Any) return (new SettingsChange(errors), Changed: false);
            if (!db.ChangeTracker.HasChanges()) return (new SettingsChange(Version: row.Version), Changed: false);
            (row.Version, row.UpdatedAt) = (row.Version + 1, time.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
            return (new SettingsChange(Version: row.Version), Changed: true);
        }, cancellationToken);
        // It is stored: a caller that leaves now must not keep it from being served.
        if (change.Version > 0) await registry.ReloadAsync(CancellationToken.None);
        return change;
    }
}
