using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Chat.Search;

/// <summary>Makes the index of the search once the tables are there. It is none of the migrations: they know nothing of triggers and extensions, and a table that they build anew loses its triggers.</summary>
internal sealed class SearchStart(IDbContextFactory<ParleyDbContext> databases, ISearchIndex index) : IStartWork
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await index.PrepareAsync(db, cancellationToken);
    }
}
