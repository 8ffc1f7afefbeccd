using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Conversations;

/// <summary>What a person's conversations amount to. Deleted ones count only as deleted.</summary>
internal sealed record ConversationStatistics(
    int Conversations, int Pinned, int Archived,
    [property: Description("Those that can still be restored.")] int Deleted,
    int Shared,
    [property: Description("All messages, on all branches.")] long Messages, long Answers,
    [property: Description("As the models reported them; answers without a report count 0.")] long InputTokens, long OutputTokens,
    [property: Description("Answers that were rated.")] long Good, long Bad,
    DateTimeOffset? FirstAt, DateTimeOffset? LastAt,
    IReadOnlyList<FolderStatistics> Folders,
    [property: Description("Those that answered most first, at most 50.")] IReadOnlyList<ModelStatistics> Models,
    [property: Description("Messages of the last 30 days, by day (UTC); days without any are left out.")] IReadOnlyList<DayStatistics> Days);

internal sealed record FolderStatistics(string Name, int Conversations);

internal sealed record ModelStatistics(string Model, long Answers, long InputTokens, long OutputTokens);

internal sealed record DayStatistics(DateOnly Day, long Messages);

/// <summary><c>GET /api/v1/conversations/stats</c>.</summary>
internal static class StatisticsEndpoint
{
    private const int MostModels = 50, Days = 30;

    public static void MapStatistics(this RouteGroupBuilder conversations) =>
        conversations.MapGet("/stats", ReadAsync).WithName("conversationStatistics").WithSummary("What the caller's conversations amount to: how many, which models, how many tokens, by day.")
            .WithExample(response: """{"conversations":12,"pinned":1,"archived":2,"deleted":0,"shared":1,"messages":80,"answers":40,"inputTokens":12000,"outputTokens":9000,"good":3,"bad":1,"firstAt":"2026-01-02T08:00:00Z","lastAt":"2026-01-31T12:05:00Z","folders":[{"name":"travel","conversations":3}],"models":[{"model":"demo","answers":40,"inputTokens":12000,"outputTokens":9000}],"days":[{"day":"2026-01-31","messages":6}]}""");

    private static async Task<Ok<ConversationStatistics>> ReadAsync(HttpContext context, ParleyDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        var (userId, now) = (CallerIdentity.UserId(context.User), time.GetUtcNow());
        var oldest = now - ConversationStore.Keep;
        var mine = db.Set<Conversation>().Where(c => c.UserId == userId);
        var alive = mine.Where(c => c.DeletedAt == null);
        var messages = db.Set<Message>().Where(m => m.UserId == userId && alive.Any(c => c.Id == m.ConversationId));
        var folders = await alive.Where(c => c.Folder != null).GroupBy(c => c.Folder!).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var models = await messages.Where(m => m.Role == MessageRole.Assistant).GroupBy(m => m.Model)
            .Select(g => new { g.Key, Answers = g.LongCount(), Input = g.Sum(m => m.InputTokens) ?? 0, Output = g.Sum(m => m.OutputTokens) ?? 0 }).ToListAsync(cancellationToken);
        var ratings = await messages.Where(m => m.Feedback != null).GroupBy(m => m.Feedback > 0).Select(g => new { g.Key, Count = g.LongCount() }).ToListAsync(cancellationToken);
        return TypedResults.Ok(new ConversationStatistics(
            await alive.CountAsync(cancellationToken), await alive.CountAsync(c => c.IsPinned, cancellationToken), await alive.CountAsync(c => c.IsArchived, cancellationToken),
            await mine.CountAsync(c => c.DeletedAt != null && c.DeletedAt >= oldest, cancellationToken),
            await db.Set<Sharing.Share>().CountAsync(s => s.UserId == userId && alive.Any(c => c.Id == s.ConversationId), cancellationToken),
            await messages.LongCountAsync(cancellationToken), models.Sum(m => m.Answers), models.Sum(m => m.Input), models.Sum(m => m.Output),
            ratings.Where(r => r.Key).Sum(r => r.Count), ratings.Where(r => !r.Key).Sum(r => r.Count),
            await messages.MinAsync(m => (DateTimeOffset?)m.CreatedAt, cancellationToken), await messages.MaxAsync(m => (DateTimeOffset?)m.CreatedAt, cancellationToken),
            [.. folders.OrderBy(f => f.Key, StringComparer.OrdinalIgnoreCase).Select(f => new FolderStatistics(f.Key, f.Count))],
            [.. models.Where(m => m.Key is not null).OrderByDescending(m => m.Answers).ThenBy(m => m.Key, StringComparer.Ordinal).Take(MostModels).Select(m => new ModelStatistics(m.Key!, m.Answers, m.Input, m.Output))],
            await DaysAsync(db, userId, now.AddDays(1 - Days), cancellationToken)));
    }

    /// <summary>Days are counted by the database, which holds them as ticks or as instants.</summary>
    private static async Task<IReadOnlyList<DayStatistics>> DaysAsync(ParleyDbContext db, Guid userId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        // 864000000000 ticks make a day, of which 719162 lie between year 1 and 1970.
        const string
            Rows = "FROM messages m JOIN conversations c ON c.id = m.conversation_id WHERE m.user_id = @user AND m.created_at >= @since AND c.deleted_at IS NULL GROUP BY 1 ORDER BY 1",
            Sqlite = $"SELECT m.created_at / 864000000000 AS \"Day\", count(*) AS \"Messages\" {Rows}",
            Postgres = $"SELECT floor(extract(epoch FROM m.created_at) / 86400)::bigint + 719162 AS \"Day\", count(*) AS \"Messages\" {Rows}";
        var start = new DateTimeOffset(since.UtcDateTime.Date, TimeSpan.Zero);
        var counts = db.Database.IsSqlite()
            ? db.Database.SqlQueryRaw<DayCount>(Sqlite, new SqliteParameter("user", userId.ToString().ToUpperInvariant()), new SqliteParameter("since", start.UtcTicks))
            : db.Database.SqlQueryRaw<DayCount>(Postgres, new NpgsqlParameter("user", userId), new NpgsqlParameter("since", start));
        return [.. (await counts.ToListAsync(cancellationToken)).Select(day => new DayStatistics(DateOnly.FromDayNumber((int)day.Day), day.Messages))];
    }

    private sealed class DayCount
    {
        public long Day { get; set; }

        public long Messages { get; set; }
    }
}
