using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Catalogue.Lines;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Import;

/// <summary>Changes the imported lines: each change one transaction, which also raises the change stamp.</summary>
internal sealed class CatalogueStore(IDbContextFactory<ParleyDbContext> databases, TimeProvider time)
{
    /// <summary>The catalogue as it is, and the stamp under which it was read.</summary>
    public async Task<(ModelCatalogue Catalogue, long Version)> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var version = await KnowledgeReader.VersionAsync(db, cancellationToken);
        var lines = await db.Set<ImportedLine>().AsNoTracking().Select(l => l.Line).ToListAsync(cancellationToken);
        return (new ModelCatalogue(SeedCatalogue.Lines, lines.Select(CatalogueCsv.Parse)), version);
    }

    /// <summary>Keeps the lines of a plan. Throws a <see cref="UserError"/>, and changes nothing, when the catalogue
    /// changed since it was read: the operator said yes to something else.</summary>
    public Task<int> ApplyAsync(ImportPlan plan, long version, CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        if (plan.Changes.Count == 0) return (0, Changed: false);
        await ChangeStamp.RaiseAsync(db, KnowledgeReader.Topic, cancellationToken);
        if (await KnowledgeReader.VersionAsync(db, cancellationToken) != version + 1)
            throw new UserError("The catalogue or a model's settings were changed meanwhile; nothing was imported. Run it again to see what it would change now.");
        var now = time.GetUtcNow();
        foreach (var some in plan.Changes.Select(c => c.After).Chunk(500))
        {
            var keys = some.Select(l => l.Key).ToList();
            await db.Set<ImportedLine>().Where(l => keys.Contains(l.Key)).ExecuteDeleteAsync(cancellationToken);
            db.AddRange(some.Select(l => new ImportedLine { Key = l.Key, Provider = l.Provider, Model = l.Model, Line = CatalogueCsv.Write(l), ImportedAt = now }));
        }

        await db.SaveChangesAsync(cancellationToken);
        return (plan.Changes.Count, Changed: true);
    }, cancellationToken);

    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Set<ImportedLine>().CountAsync(cancellationToken);
    }

    /// <summary>Forgets all imported lines; returns how many there were.</summary>
    public Task<int> ResetAsync(CancellationToken cancellationToken) => databases.ChangeAsync(async db =>
    {
        await ChangeStamp.RaiseAsync(db, KnowledgeReader.Topic, cancellationToken);
        var gone = await db.Set<ImportedLine>().ExecuteDeleteAsync(cancellationToken);
        return (gone, Changed: gone > 0);
    }, cancellationToken);
}
