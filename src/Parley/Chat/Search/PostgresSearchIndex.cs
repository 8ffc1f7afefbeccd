using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Parley.Chat.Conversations;
using Parley.Data;

namespace Parley.Chat.Search;

/// <summary>
/// An index of triples of characters (pg_trgm) where the database lets us have it, without accents (unaccent): parts of words in any script, as on
/// SQLite. Where it does not, an index of words (tsvector) finds what begins like the terms, and what is no word is looked
/// for from text to text.
/// </summary>
/// <param name="extension">The one to have; a test names another.</param>
internal sealed partial class PostgresSearchIndex(string extension = PostgresSearchIndex.TrigramExtension) : ISearchIndex
{
    public const string TrigramExtension = "pg_trgm";

    private const string Folded = "ix_messages_folded", Trigrams = "ix_messages_trigrams", Words = "ix_messages_words";

    // The extension's own function may change with its dictionary, so it is promised here that it does not: a column that is computed asks for that.
    private const string FoldFunction =
        """
        DO $do$ BEGIN EXECUTE format('CREATE OR REPLACE FUNCTION parley_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS %L',
          (SELECT format('SELECT %I.unaccent(%L::regdictionary, $1)', n.nspname, format('%I.unaccent', n.nspname)) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname = 'unaccent')); END $do$
        """;

    // Kept, for an index of triples has every match looked at again, and to fold a text takes ten times what to compare it does. An answer is found once it is whole: what is made of it every few seconds
    // would only be thrown away.
    // Asked first: to alter the table, for whatever little, waits for all who use it and has everybody else wait meanwhile.
    private const string FoldedColumn =
        """
        DO $do$ BEGIN IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'messages'::regclass AND attname = 'folded' AND NOT attisdropped) THEN
          ALTER TABLE messages ADD COLUMN folded text GENERATED ALWAYS AS (CASE WHEN status <> 'Streaming' THEN parley_fold(text) END) STORED; END IF; END $do$
        """;

    // A longer text would not fit into a tsvector and could not be written at all.
    private const string Vector = "to_tsvector('simple', left(text, 100000))";

    private bool _hasTrigrams, _isFolded;

    public async Task PrepareAsync(ParleyDbContext db, CancellationToken cancellationToken)
    {
        _hasTrigrams = await HaveAsync(db, extension, cancellationToken);
        _isFolded = _hasTrigrams && await HaveAsync(db, "unaccent", cancellationToken);
        if (_isFolded)
        {
            await db.Database.ExecuteSqlRawAsync(FoldFunction, cancellationToken);
            await db.Database.ExecuteSqlRawAsync(FoldedColumn, cancellationToken);
        }

        var (name, what) = _isFolded ? (Folded, "folded gin_trgm_ops") : _hasTrigrams ? (Trigrams, "text gin_trgm_ops") : (Words, Vector);
        var sql = $"CREATE INDEX IF NOT EXISTS {name} ON messages USING gin ({what}) WHERE status <> 'Streaming'";
        await db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
        // An index that nothing asks any more costs every writer.
        foreach (var other in new[] { Folded, Trigrams, Words }.Where(other => _hasTrigrams && other != name))
        {
            var drop = $"DROP INDEX IF EXISTS {other}";
            await db.Database.ExecuteSqlRawAsync(drop, cancellationToken);
        }
    }

    public async Task<List<SearchHit>> MessagesAsync(ParleyDbContext db, Guid userId, SearchTerms terms, string? after, int count, CancellationToken cancellationToken)
    {
        List<object> values = [new NpgsqlParameter("user", userId), new NpgsqlParameter("count", count)];
        var sql = new StringBuilder(
            """
            SELECT (extract(epoch FROM m.created_at) * 1000000)::bigint AS "Place", m.conversation_id AS "ConversationId", m.id AS "MessageId"
            FROM messages m JOIN conversations c ON c.id = m.conversation_id
            WHERE m.user_id = @user AND m.status <> 'Streaming' AND c.deleted_at IS NULL
            """);
        if (TryReadCursor(after, out var place, out var id))
        {
            sql.Append(" AND (m.created_at, m.id) < (@at, @id)");
            values.Add(new NpgsqlParameter("at", DateTimeOffset.UnixEpoch.AddTicks(place * TimeSpan.TicksPerMicrosecond)));
            values.Add(new NpgsqlParameter("id", id));
        }

        foreach (var term in terms.All)
        {
            if (!_hasTrigrams && Word().IsMatch(term))
            {
                sql.Append(CultureInfo.InvariantCulture, $" AND {Vector.Replace("text,", "m.text,", StringComparison.Ordinal)} @@ to_tsquery('simple', @p{values.Count})");
                values.Add(new NpgsqlParameter($"p{values.Count}", $"'{term}':*"));
            }
            else if (terms.Short.Contains(term))
            {
                // No index knows these. To compare bytes is several times faster than to fold the case of every text.
                sql.Append(" AND (").AppendJoin(" OR ", SearchTerms.Cases(term).Select(form =>
                {
                    values.Add(new NpgsqlParameter($"p{values.Count}", form));
                    return $"strpos(m.text, @p{values.Count - 1}) > 0";
                })).Append(')');
            }
            else sql.Append(" AND ").Append(Contains(_isFolded ? "m.folded" : "m.text", term, values));
        }

        sql.Append(" ORDER BY m.created_at DESC, m.id DESC LIMIT @count");
        return await db.Database.SqlQueryRaw<SearchHit>(sql.ToString(), [.. values]).ToListAsync(cancellationToken);
    }

    public async Task<List<SearchHit>> TitlesAsync(ParleyDbContext db, Guid userId, SearchTerms terms, int count, CancellationToken cancellationToken)
    {
        List<object> values = [new NpgsqlParameter("user", userId), new NpgsqlParameter("count", count)];
        var sql = new StringBuilder("SELECT c.id AS \"Value\" FROM conversations c WHERE c.user_id = @user AND c.deleted_at IS NULL");
        foreach (var term in terms.All) sql.Append(" AND ").Append(Contains(Fold("c.title"), term, values));
        sql.Append(" ORDER BY c.updated_at DESC, c.id DESC LIMIT @count");
        var ids = await db.Database.SqlQueryRaw<Guid>(sql.ToString(), [.. values]).ToListAsync(cancellationToken);
        return [.. ids.Select(id => new SearchHit { ConversationId = id })];
    }

    public bool IsCursor(string text) => TryReadCursor(text, out _, out _);

    public string CursorOf(SearchHit hit) => string.Create(CultureInfo.InvariantCulture, $"{hit.Place}.{hit.MessageId}");

    private static bool TryReadCursor(string? text, out long place, out Guid id)
    {
        (place, id) = (0, Guid.Empty);
        return text?.Split('.') is [var first, var second] && long.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out place)
            && place < 250_000_000_000_000_000 && (id = PathId.Read(second)) != Guid.Empty;
    }

    private string Fold(string text) => _isFolded ? $"parley_fold({text})" : text;

    private string Contains(string text, string term, List<object> values)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"p{values.Count}");
        values.Add(new NpgsqlParameter(name, SearchTerms.Pattern(term)));
        return $"{text} ILIKE {Fold($"@{name}")}";
    }

    private static async Task<bool> HaveAsync(ParleyDbContext db, string wanted, CancellationToken cancellationToken)
    {
        try
        {
            var sql = $"CREATE EXTENSION IF NOT EXISTS {wanted}";
            await db.Database.ExecuteSqlRawAsync(sql, cancellationToken);
            return true;
        }
        catch (PostgresException refused) when (refused.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedFile or PostgresErrorCodes.FeatureNotSupported)
        {
            // It is not installed on that machine, or the account may not add it: words are found all the same.
            return false;
        }
    }

    // Only what the parser of words keeps as one: letters and digits of scripts that put blanks between words.
    [GeneratedRegex(@"^(?:(?![\p{Lo}])[\p{L}\p{Nd}]){2,}$")]
    private static partial Regex Word();
}
