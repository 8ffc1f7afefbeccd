using System.Collections.Immutable;
using Microsoft.EntityFrameworkCore;
using Parley.Data;
using Parley.Providers.Catalogue.Lines;
using Parley.Providers.Catalogue.Settings;

namespace Parley.Providers.Catalogue;

/// <summary>Reads what operators imported and decided; keeps it until the change stamp moves, because routes are built
/// anew more often than the catalogue changes. Called by one at a time.</summary>
internal sealed class KnowledgeReader(TimeProvider time)
{
    public const string Topic = "catalogue";

    private (long Version, Lazy<ModelCatalogue> Catalogue, ImmutableArray<KnownSettings> Settings)? _known;

    public async Task<ModelKnowledge> ReadAsync(ParleyDbContext db, CancellationToken cancellationToken)
    {
        // The stamp first: rows that are newer than it are read once more than needed, never once less.
        var version = await VersionAsync(db, cancellationToken);
        if (_known?.Version != version)
        {
            // Before the first change there is nothing to ask for: a start shall not wait for it.
            List<string> lines = version == 0 ? [] : await db.Set<ImportedLine>().AsNoTracking().Select(l => l.Line).ToListAsync(cancellationToken);
            List<ModelSettings> settings = version == 0 ? [] : await db.Set<ModelSettings>().AsNoTracking().ToListAsync(cancellationToken);
            _known = (version, new Lazy<ModelCatalogue>(() => new ModelCatalogue(SeedCatalogue.Lines, lines.Select(CatalogueCsv.Parse))), [.. settings.Select(KnownSettings.Of)]);
        }

        return new ModelKnowledge(_known.Value.Catalogue, _known.Value.Settings, time.GetUtcNow());
    }

    // The query is the watcher's: it is compiled once for both.
    public static async Task<long> VersionAsync(ParleyDbContext db, CancellationToken cancellationToken) =>
        (await db.Set<ChangeStamp>().AsNoTracking().ToListAsync(cancellationToken)).Find(s => s.Topic == Topic)?.Version ?? 0;
}
