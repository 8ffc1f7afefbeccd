using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;
using Parley.Data;
using Parley.Shared;

namespace Parley.Chat.Search;

/// <summary>Finds in what a person said and was told.</summary>
internal sealed class ConversationSearch(IDbContextFactory<ParleyDbContext> databases, ISearchIndex index)
{
    private const int MostTitles = 10;

    public bool IsCursor(string text) => index.IsCursor(text);

    /// <summary>A page of results: on the first one conversations by their titles come before messages, which are in the order of time, newest first.</summary>
    public async Task<Page<SearchResult>> FindAsync(Guid userId, SearchTerms terms, PageQuery query, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var titles = query.After is null ? await index.TitlesAsync(db, userId, terms, Math.Min(MostTitles, query.Limit), cancellationToken) : [];
        var rest = query with { Limit = Math.Max(1, query.Limit - titles.Count) };
        var page = rest.ToPage(await index.MessagesAsync(db, userId, terms, query.After, rest.Limit + 1, cancellationToken), index.CursorOf);
        return new([.. await ShowAsync(db, userId, terms, [.. titles, .. page.Items], cancellationToken)], page.Next);
    }

    private static async Task<IEnumerable<SearchResult>> ShowAsync(
        ParleyDbContext db, Guid userId, SearchTerms terms, IReadOnlyList<SearchHit> hits, CancellationToken cancellationToken)
    {
        var conversationIds = hits.Select(hit => hit.ConversationId).Distinct().ToList();
        var messageIds = hits.Select(hit => hit.MessageId).OfType<Guid>().ToList();
        // Whose they are is asked again: an index is no place to decide that.
        var conversations = await db.Set<Conversation>().Where(c => c.UserId == userId && conversationIds.Contains(c.Id))
            .Select(c => new { c.Id, c.Title, c.UpdatedAt, c.IsArchived }).ToDictionaryAsync(c => c.Id, cancellationToken);
        var messages = await db.Set<Message>().Where(m => m.UserId == userId && messageIds.Contains(m.Id))
            .Select(m => new { m.Id, m.Role, m.Text, m.CreatedAt }).ToDictionaryAsync(m => m.Id, cancellationToken);
        return
            from hit in hits
            let conversation = conversations.GetValueOrDefault(hit.ConversationId)
            let message = hit.MessageId is { } id ? messages.GetValueOrDefault(id) : null
            where conversation is not null && (hit.MessageId is null || message is not null)
            let snippet = message is null ? new Snippet(conversation.Title, Snippet.Find(conversation.Title, terms)) : Snippet.OfMarkdown(message.Text, terms)
            select new SearchResult(
                message is null ? SearchKind.Title : SearchKind.Message, conversation.Id, message?.Id, message?.Role,
                conversation.Title, conversation.IsArchived, snippet.Text, snippet.Marks, message?.CreatedAt ?? conversation.UpdatedAt);
    }
}
