using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Parley.Data;

namespace Parley.Chat.Search;

/// <summary>
/// FTS5 with an index of triples of characters, without accents: it finds parts of words in any script. The index keeps no text; triggers
/// feed it, so nobody who writes a message can forget it. A message's row number there is its time, so that the newest
/// results come first without sorting; whose it is is one made-up triple, so that one person's search never walks through
/// what others said (docs/decisions tells more).
/// </summary>
/// <param name="newest">So many messages are looked through before terms that are too short for the index are looked up; a test names fewer.</param>
internal sealed class SqliteSearchIndex(int newest = SqliteShortTerms.Newest) : ISearchIndex
{
    private const string Tokenizer = "trigram remove_diacritics 1";

    // Ids in time order: hundreds of nanoseconds, the first free one within the millisecond, or else behind all.
    private const string Schema =
        $"""
        CREATE TABLE IF NOT EXISTS search_owners (owner INTEGER PRIMARY KEY AUTOINCREMENT, user_id TEXT NOT NULL UNIQUE);
        CREATE TABLE IF NOT EXISTS search_rows (id INTEGER PRIMARY KEY, owner INTEGER NOT NULL, conversation_id TEXT NOT NULL, message_id TEXT NULL);
        CREATE INDEX IF NOT EXISTS ix_search_rows_owner ON search_rows (owner, id);
        CREATE UNIQUE INDEX IF NOT EXISTS ux_search_rows_message ON search_rows (message_id) WHERE message_id IS NOT NULL;
        CREATE UNIQUE INDEX IF NOT EXISTS ux_search_rows_title ON search_rows (conversation_id) WHERE message_id IS NULL;
        CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5 (owner, text, title, content='', contentless_delete=1, tokenize='{Tokenizer}');
        CREATE VIRTUAL TABLE IF NOT EXISTS search_triples USING fts5vocab (search_index, row);
        """;

    private const string MessageInserted = "search_message_inserted";

    public async Task PrepareAsync(ParleyDbContext db, CancellationToken cancellationToken)
    {
        var triggers = Triggers();
        var known = await db.Database.SqlQueryRaw<string>("SELECT sql AS \"Value\" FROM sqlite_master WHERE type = 'trigger' OR name = 'search_index'").ToListAsync(cancellationToken);
        if (triggers.All(trigger => known.Contains(Create(trigger).TrimEnd(';'))) && known.Exists(sql => sql.Contains($"'{Tokenizer}'", StringComparison.Ordinal))) return;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // An index that folds letters in another way finds nothing any more.
        await RunAsync(db, "DROP TABLE IF EXISTS search_triples; DROP TABLE IF EXISTS search_index;", cancellationToken);
        await RunAsync(db, Schema, cancellationToken);
        foreach (var trigger in triggers) await RunAsync(db, $"DROP TRIGGER IF EXISTS {trigger.Name}; {Create(trigger)}", cancellationToken);
        // What was written before there was an index, or while a table was built anew.
        await RunAsync(db, "DELETE FROM search_rows;", cancellationToken);
        await RunAsync(db, "UPDATE conversations SET title = title; UPDATE messages SET text = text;", cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public Task<List<SearchHit>> MessagesAsync(ParleyDbContext db, Guid userId, SearchTerms terms, string? after, int count, CancellationToken cancellationToken) =>
        FindAsync(db, userId, terms, isTitle: false, long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : long.MaxValue, count, cancellationToken);

    public Task<List<SearchHit>> TitlesAsync(ParleyDbContext db, Guid userId, SearchTerms terms, int count, CancellationToken cancellationToken) =>
        FindAsync(db, userId, terms, isTitle: true, long.MaxValue, count, cancellationToken);

    public bool IsCursor(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _);

    public string CursorOf(SearchHit hit) => hit.Place.ToString(CultureInfo.InvariantCulture);

    private async Task<List<SearchHit>> FindAsync(
        ParleyDbContext db, Guid userId, SearchTerms terms, bool isTitle, long before, int count, CancellationToken cancellationToken)
    {
        var user = userId.ToString().ToUpperInvariant();
        var owner = await db.Database.SqlQueryRaw<long>("SELECT owner AS \"Value\" FROM search_owners WHERE user_id = @user", new SqliteParameter("user", user)).ToListAsync(cancellationToken);
        if (owner is not [var mine]) return [];
        string[] indexed = [.. terms.Long];
        if (indexed.Length > 0 || isTitle) return await QueryAsync(indexed.Length > 0 ? string.Join(" AND ", indexed.Select(Quote)) : null, floor: 0);

        // Only terms that are shorter than what is indexed. The newest texts are looked through: what is often said is found there.
        var floor = await SqliteShortTerms.FloorAsync(db, user, before, newest, cancellationToken);
        var latest = await QueryAsync(null, floor ?? 0);
        if (floor is null || latest.Count >= count) return latest;
        // What is seldom said begins few of the indexed triples.
        return await SqliteShortTerms.MatchAsync(db, terms, Quote, cancellationToken) switch
        {
            { IsNowhere: true } => latest,
            var (match, _) => await QueryAsync(match, floor: 0),
        };

        async Task<List<SearchHit>> QueryAsync(string? match, long floor)
        {
            List<object> values = [new SqliteParameter("owner", mine), new SqliteParameter("before", before), new SqliteParameter("count", count)];
            var (column, text) = isTitle ? ("title", "c.title") : ("text", "m.text");
            var sql = new StringBuilder("SELECT r.id AS \"Place\", r.conversation_id AS \"ConversationId\", r.message_id AS \"MessageId\" FROM ");
            // The order of the joins is ours: the cheapest look at what is left comes first.
            if (match is not null)
            {
                sql.Append("search_index i CROSS JOIN search_rows r ON r.id = i.rowid ").Append(isTitle ? "" : "CROSS JOIN messages m ON m.id = r.message_id ");
                values.Add(new SqliteParameter("match", $"owner : {Quote(OwnerTag(mine))} AND {column} : ({match})"));
            }
            else if (isTitle) sql.Append("search_rows r ");
            else
            {
                sql.Append("messages m INDEXED BY ix_messages_user_created CROSS JOIN search_rows r ON r.message_id = m.id ");
                values.Add(new SqliteParameter("user", user));
                values.Add(new SqliteParameter("floor", floor));
            }

            sql.Append("CROSS JOIN conversations c ON c.id = r.conversation_id WHERE c.deleted_at IS NULL AND r.owner = @owner AND r.message_id IS ").Append(isTitle ? "NULL " : "NOT NULL ");
            sql.Append(match is not null ? "AND i.search_index MATCH @match AND i.rowid < @before " : isTitle ? "AND r.id < @before " : "AND m.user_id = @user AND m.created_at < @before AND m.created_at > @floor AND r.id < @before ");
            foreach (var term in terms.Short) sql.Append("AND (").AppendJoin(" OR ", SearchTerms.Cases(term).Select(form => Contains(text, form, values))).Append(") ");
            sql.Append(match is not null ? "ORDER BY i.rowid DESC" : isTitle ? "ORDER BY r.id DESC" : "ORDER BY m.created_at DESC, r.id DESC").Append(" LIMIT @count");
            return await db.Database.SqlQueryRaw<SearchHit>(sql.ToString(), [.. values]).ToListAsync(cancellationToken);
        }
    }

    private static string Contains(string text, string form, List<object> values)
    {
        var name = $"p{values.Count.ToString(CultureInfo.InvariantCulture)}";
        values.Add(new SqliteParameter(name, form));
        return $"instr({text}, @{name}) > 0";
    }

    /// <summary>Three characters of the private use area that stand for a person: one triple, which no text can contain in this column.</summary>
    internal static string OwnerTag(long owner) =>
        string.Concat((char)(0xE000 + (owner % 6400)), (char)(0xE000 + (owner / 6400 % 6400)), (char)(0xE000 + (owner / 40_960_000 % 6400)));

    private const string OwnerTagSql = "char(57344 + {0} % 6400, 57344 + {0} / 6400 % 6400, 57344 + {0} / 40960000 % 6400)";

    private static string Quote(string text) => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static (string Name, string Sql)[] Triggers()
    {
        const string Owner = "INSERT INTO search_owners (user_id) SELECT new.user_id WHERE NOT EXISTS (SELECT 1 FROM search_owners WHERE user_id = new.user_id); ";
        const string Owned = "(SELECT owner FROM search_owners WHERE user_id = new.user_id)";
        var forgetMessage = Forget("message_id = {0}.id");
        var forgetTitle = Forget("conversation_id = {0}.id AND message_id IS NULL");
        var addMessage = Owner
            + $"INSERT INTO search_rows (id, owner, conversation_id, message_id) SELECT {Place("new.created_at")}, {Owned}, new.conversation_id, new.id; "
            + $"INSERT INTO search_index (rowid, owner, text, title) SELECT id, {OwnerTagOf("owner")}, new.text || {SqliteShortTerms.End}, '' FROM search_rows WHERE message_id = new.id; ";
        var addTitle = Owner
            + $"INSERT INTO search_rows (id, owner, conversation_id, message_id) SELECT {Place("new.created_at")}, {Owned}, new.id, NULL; "
            + $"INSERT INTO search_index (rowid, owner, text, title) SELECT id, {OwnerTagOf("owner")}, '', new.title FROM search_rows WHERE conversation_id = new.id AND message_id IS NULL; ";
        return
        [
            // An answer is found once it is whole: what is made of it every few seconds would only be thrown away.
            (MessageInserted, $"AFTER INSERT ON messages WHEN new.status <> 'Streaming' BEGIN {addMessage} END;"),
            ("search_message_updated", $"AFTER UPDATE OF text, status ON messages WHEN new.status <> 'Streaming' BEGIN {Named(forgetMessage, "old")} {addMessage} END;"),
            ("search_message_deleted", $"AFTER DELETE ON messages BEGIN {Named(forgetMessage, "old")} END;"),
            ("search_title_inserted", $"AFTER INSERT ON conversations BEGIN {addTitle} END;"),
            ("search_title_updated", $"AFTER UPDATE OF title ON conversations BEGIN {Named(forgetTitle, "old")} {addTitle} END;"),
            ("search_title_deleted", $"AFTER DELETE ON conversations BEGIN {Named(forgetTitle, "old")} END;"),
        ];
    }

    private static string Create((string Name, string Sql) trigger) => $"CREATE TRIGGER {trigger.Name} {trigger.Sql}";

    private static string Forget(string where) =>
        $"DELETE FROM search_index WHERE rowid IN (SELECT id FROM search_rows WHERE {where}); DELETE FROM search_rows WHERE {where};";

    private static string Named(string sql, string row) => sql.Replace("{0}", row, StringComparison.Ordinal);

    private static string OwnerTagOf(string column) => OwnerTagSql.Replace("{0}", column, StringComparison.Ordinal);

    // Ten thousand places in each millisecond; beyond them, behind all that there are.
    private static string Place(string at) => Named(
        """
        coalesce(
          (SELECT CASE WHEN max(id) + 1 < {0} / 10000 * 10000 + 10000 THEN max(id) + 1 ELSE (SELECT max(id) + 1 FROM search_rows) END
             FROM search_rows WHERE id >= {0} / 10000 * 10000 AND id < {0} / 10000 * 10000 + 10000 HAVING max(id) IS NOT NULL),
          {0} / 10000 * 10000)
        """, at);

    private static Task<int> RunAsync(ParleyDbContext db, string sql, CancellationToken cancellationToken) => db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
}
