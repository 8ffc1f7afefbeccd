using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat.Transfer;

/// <summary>Takes conversations out of files, each in a transaction of its own: what was taken stays, whatever comes after it.</summary>
internal sealed class Importer(IDbContextFactory<ParleyDbContext> databases, Feed feed, ImportOptions options, TimeProvider time)
{
    private static readonly JsonDocumentOptions Loose = new() { MaxDepth = 256, AllowTrailingCommas = true };

    /// <summary>Nobody said more in one; and each of them is held in memory.</summary>
    private const int MostMessages = 50_000;

    /// <summary>No answer becomes longer here either.</summary>
    private const int LongestText = Generations.AnswerEnd.Longest;

    /// <summary>What one import has room for, whatever files it is made of.</summary>
    public ImportRoom RoomOf(Guid userId) => new(databases, options, userId);

    /// <param name="userId">Whose they become.</param>
    /// <param name="file">What the problems call the file.</param>
    /// <param name="stream">The file.</param>
    /// <param name="room">That of the import.</param>
    /// <param name="count">Where to count.</param>
    /// <param name="cancellationToken">Ends it after the conversation under way.</param>
    public async Task ReadAsync(Guid userId, string file, Stream stream, ImportRoom room, ImportCount count, CancellationToken cancellationToken)
    {
        var elements = new JsonElements(stream);
        await foreach (var element in elements.ReadAsync(cancellationToken)) await TakeAsync(userId, element, room, count, cancellationToken);
        count.FoundJson |= elements.IsJson;
        if (elements.Trouble is { } trouble) count.Trouble(file, $"{trouble}; {count.Seen} conversations were read before that, and what could be imported of them was kept");
        feed.Wake(userId);
    }

    /// <summary>Null when the element is of no format that is known, or has no id.</summary>
    internal static ImportedConversation? Read(JsonElement element) =>
        ParleyFormat.IsThis(element) ? ParleyFormat.Read(element) : ChatGptFormat.IsThis(element) ? ChatGptFormat.Read(element) : ClaudeFormat.IsThis(element) ? ClaudeFormat.Read(element) : null;

    private async Task TakeAsync(Guid userId, ReadOnlyMemory<byte> element, ImportRoom room, ImportCount count, CancellationToken cancellationToken)
    {
        ImportedConversation? conversation;
        try
        {
            using var document = JsonDocument.Parse(element, Loose);
            conversation = Read(document.RootElement);
            if (conversation is null)
            {
                count.Fail(document.RootElement.Text("title") ?? document.RootElement.Text("name"), "is no conversation of Parley, ChatGPT or Claude, or has no id; it was left out");
                return;
            }
        }
        catch (JsonException broken)
        {
            count.Fail(null, $"is no valid JSON (line {broken.LineNumber + 1} of it); it was left out");
            return;
        }
        catch (Exception unreadable) when (unreadable is InvalidOperationException or ArgumentException or FormatException)
        {
            count.Fail(null, "is not built as a conversation is; it was left out");
            return;
        }

        if (conversation.Messages.Any(message => message.Text.Length > LongestText || message.Reasoning?.Length > LongestText))
        {
            count.Fail(conversation.Title, $"holds a message of more than {LongestText:n0} characters; it was left out");
            return;
        }

        if (conversation.Messages.Count > MostMessages)
        {
            count.Fail(conversation.Title, $"has more than {MostMessages} messages; it was left out");
            return;
        }

        if (conversation.Messages.Count == 0)
        {
            count.Add(ImportOutcome.Empty, 0);
            return;
        }

        await room.LookAsync(cancellationToken);
        var (outcome, messages) = await SaveAsync(userId, conversation, room, isAgain: false, cancellationToken);
        if (outcome == ImportOutcome.Full)
        {
            count.Fail(conversation.Title, room.Refusal);
            return;
        }

        if (messages > 0) room.Take();
        count.Add(outcome, messages);
    }

    private async Task<(ImportOutcome Outcome, int Messages)> SaveAsync(Guid userId, ImportedConversation conversation, ImportRoom room, bool isAgain, CancellationToken cancellationToken)
    {
        try
        {
            return await databases.ChangeAsync(db => SaveAsync(db, userId, conversation, room, cancellationToken), cancellationToken);
        }
        catch (DbUpdateException) when (!isAgain)
        {
            // The same file is being imported twice at this moment: what the other made is there now.
            return await SaveAsync(userId, conversation, room, isAgain: true, cancellationToken);
        }
    }

    /// <summary>Our own export tells which files went with a message: who still has them sees them again.</summary>
    private static async Task AddFilesAsync(ParleyDbContext db, Guid userId, List<MessageFile> files, List<Message> messages, CancellationToken cancellationToken)
    {
        if (files.Count == 0) return;
        var mine = await FileParts.ShowAsync(db, userId, [.. files.Select(f => f.FileId).Distinct()], cancellationToken);
        var added = messages.Select(m => m.Id).ToHashSet();
        db.AddRange(files.Where(f => added.Contains(f.MessageId) && mine.ContainsKey(f.FileId)));
    }

    private async Task<((ImportOutcome, int), bool)> SaveAsync(ParleyDbContext db, Guid userId, ImportedConversation from, ImportRoom room, CancellationToken cancellationToken)
    {
        // Our own export, read where it was written: the conversation itself is still here.
        if (from.Origin.StartsWith("parley:", StringComparison.Ordinal) && PathId.Read(from.Origin["parley:".Length..]) is var original
            && await db.Set<Conversation>().AnyAsync(c => c.Id == original && c.UserId == userId && c.DeletedAt == null, cancellationToken)) return ((ImportOutcome.Unchanged, 0), false);
        var origin = ImportPlan.OriginOf(from.Origin);
        var existing = await db.Set<Conversation>().SingleOrDefaultAsync(c => c.UserId == userId && c.Origin == origin, cancellationToken);
        var (conversation, messages, files) = ImportPlan.Make(userId, from, existing, time.GetUtcNow());
        if (existing is not null)
        {
            var known = (await db.Set<Message>().Where(m => m.ConversationId == existing.Id).Select(m => m.Id).ToListAsync(cancellationToken)).ToHashSet();
            messages.RemoveAll(message => known.Contains(message.Id));
            if (messages.Count == 0 && existing.DeletedAt is null) return ((ImportOutcome.Unchanged, 0), false);
        }

        if (messages.Count > 0 && !room.Has(messages)) return ((ImportOutcome.Full, 0), false);
        if (existing is null) db.Add(conversation);
        else
        {
            if (messages.Count > 0) (existing.HeadId, existing.UpdatedAt) = (conversation.HeadId ?? existing.HeadId, conversation.UpdatedAt > existing.UpdatedAt ? conversation.UpdatedAt : existing.UpdatedAt);
            existing.DeletedAt = null;
            existing.Version++;
        }

        db.AddRange(messages);
        await AddFilesAsync(db, userId, files, messages, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await feed.AppendAsync(db, userId, "conversation", ConversationShown.Of(existing ?? conversation), cancellationToken);
        return ((existing is null ? ImportOutcome.Added : ImportOutcome.Updated, messages.Count), true);
    }
}
