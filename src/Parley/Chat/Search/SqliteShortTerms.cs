using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Chat.Search;

/// <summary>
/// Terms of one or two characters, which are shorter than the triples that are indexed. What is often said is found among a person's newest messages; what is seldom said is the beginning of few
/// triples, and those are looked up. Texts are indexed with two characters behind their end, so that their last ones begin triples, too.
/// </summary>
internal static class SqliteShortTerms
{
    /// <summary>SQL of what stands behind each text in the index; private use, so that no language has it.</summary>
    public const string End = "char(57344, 57344)";

    /// <summary>So many of the newest messages are looked through first, some milliseconds.</summary>
    public const int Newest = 2_000;

    /// <summary>With more triples than that a term is no rare one.</summary>
    private const int MostTriples = 400;

    /// <summary>The time of the message behind the newest ones; null when there are no more than those.</summary>
    public static async Task<long?> FloorAsync(ParleyDbContext db, string user, long before, int newest, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQueryRaw<long>(
            "SELECT created_at AS \"Value\" FROM messages INDEXED BY ix_messages_user_created WHERE user_id = @user AND created_at < @before ORDER BY created_at DESC LIMIT 1 OFFSET @newest",
            new SqliteParameter("user", user), new SqliteParameter("before", before), new SqliteParameter("newest", newest)).ToListAsync(cancellationToken);
        return found is [var at] ? at : null;
    }

    /// <summary>What to match for the terms to be found; null where that would be too much, and <c>IsNowhere</c> when no text has one of them.</summary>
    public static async Task<(string? Match, bool IsNowhere)> MatchAsync(ParleyDbContext db, SearchTerms terms, Func<string, string> quote, CancellationToken cancellationToken)
    {
        List<string> all = [];
        foreach (var term in terms.Short)
        {
            var triples = await TriplesAsync(db, Accents.Fold(term.ToLowerInvariant()), cancellationToken);
            if (triples.Count == 0) return (null, true);
            if (triples.Count > MostTriples) continue; // the other terms, and the look at the text, have to do
            all.Add($"({string.Join(" OR ", triples.Select(quote))})");
        }

        return (all.Count == 0 ? null : string.Join(" AND ", all), false);
    }

    private static async Task<List<string>> TriplesAsync(ParleyDbContext db, string term, CancellationToken cancellationToken) =>
        await db.Database.SqlQueryRaw<string>(
            "SELECT term AS \"Value\" FROM search_triples WHERE term >= @from AND term < @to LIMIT @most",
            new SqliteParameter("from", term), new SqliteParameter("to", term + "\U0010FFFF"), new SqliteParameter("most", MostTriples + 1)).ToListAsync(cancellationToken);
}
