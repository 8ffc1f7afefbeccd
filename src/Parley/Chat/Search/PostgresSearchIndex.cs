using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Parley.Chat.Conversations;
using Parley.Data;

namespace Parley.Chat.Search;

/// <summary>
/// An index of triples of characters (pg_trgm) where the database lets us have it: parts of words in any script, as on
/// SQLite. Where it does not, an index of words (tsvector) finds what begins like the terms, and what is no word is looked
/// for from text to text.
/// </summary>
/// <param name="extension">The one to have; a test names another.</param>
internal sealed partial class PostgresSearchIndex(string extension = PostgresSearchIndex.TrigramExtension) : ISearchIndex
{
    public const string TrigramExtension = "pg_trgm";

    private const string Trigrams = "ix_messages_trigrams", Words = "ix_messages_words";

    // A longer text would not fit into a tsvector and could not be written at all.
    private const string Vector = "to_tsvector('simple', left(text, 100000))";

    private bool _hasTrigrams;

    public async Task PrepareAsync(ParleyDbContext db, CancellationToken cancellationToken)
    {
        _hasTrigrams = await HaveTrigramsAsync(db, cancellationToken);
        // An answer is found once it is whole: what is made of it every few seconds would only be thrown away.
        await db.Database.ExecuteSqlRawAsync(_hasTrigrams
            ? $"CREATE INDEX IF NOT EXISTS {Trigrams} ON messages USING gin (text gin_trgm_ops) WHERE status <> 'Streaming'"
            : $"CREATE INDEX IF NOT EXISTS {Words} ON messages USING gin ({Vector}) WHERE status <> 'Streaming'", cancellationToken);
        if (_hasTrigrams) await db.Database.ExecuteSqlRawAsync($"DROP INDEX IF EXISTS {Words}", cancellationToken);
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
            else
            {
                sql.Append(CultureInfo.InvariantCulture, $" AND m.text ILIKE @p{values.Count}");
                values.Add(new NpgsqlParameter($"p{values.Count}", SearchTerms.Pattern(term)));
            }
        }

        sql.Append(" ORDER BY m.created_at DESC, m.id DESC LIMIT @count");
        return await db.Database.SqlQueryRaw<SearchHit>(sql.ToString(), [.. values]).ToListAsync(cancellationToken);
    }

    public async Task<List<SearchHit>> TitlesAsync(ParleyDbContext db, Guid userId, SearchTerms terms, int count, CancellationToken cancellationToken)
    {
        var conversations = db.Set<Model.Conversation>().Where(c => c.UserId == userId && c.DeletedAt == null);
        foreach (var term in terms.All)
        {
            var pattern = SearchTerms.Pattern(term);
            conversations = conversations.Where(c => EF.Functions.ILike(c.Title, pattern, "\\"));
        }

        var ids = await conversations.OrderByDescending(c => c.UpdatedAt).ThenByDescending(c => c.Id).Select(c => c.Id).Take(count).ToListAsync(cancellationToken);
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

    private async Task<bool> HaveTrigramsAsync(ParleyDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            var sql = $"CREATE EXTENSION IF NOT EXISTS {extension}";
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
