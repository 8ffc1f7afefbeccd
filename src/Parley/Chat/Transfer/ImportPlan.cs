using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Parley.Chat.Model;

namespace Parley.Chat.Transfer;

/// <summary>Decides what rows an imported conversation becomes. Ids follow from whose it is, where it is from and its ids there: the
/// same file read twice gives the same rows, and a later file of the same conversation only adds what is new.</summary>
internal static class ImportPlan
{
    private static readonly DateTimeOffset Earliest = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="userId">Whose they are from now on.</param>
    /// <param name="from">What was read.</param>
    /// <param name="existing">The conversation that an earlier import made of it; null for none.</param>
    /// <param name="now">The time.</param>
    public static (Conversation Conversation, List<Message> Messages, List<MessageFile> Files) Make(Guid userId, ImportedConversation from, Conversation? existing, DateTimeOffset now)
    {
        // Ids hold times: where the file tells none, they are those of the first time that it was read.
        var created = existing?.CreatedAt ?? Clamp(from.CreatedAt, now) ?? Clamp(from.Messages.Min(m => m.CreatedAt), now) ?? Whole(now);
        var conversationId = existing?.Id ?? Id(userId, from.Origin, "", created);
        var messages = new List<Message>(from.Messages.Count);
        List<MessageFile> files = [];
        var ids = new Dictionary<string, Guid>();
        // What has no time of its own stands right behind what came before it in the file.
        var last = created;
        foreach (var message in from.Messages)
        {
            last = Clamp(message.CreatedAt, now) ?? last;
            ids.TryAdd(message.Id, Id(userId, from.Origin, message.Id, last));
        }

        var parents = Parents(from.Messages);
        last = created;
        HashSet<Guid> used = [];
        foreach (var message in from.Messages)
        {
            last = Clamp(message.CreatedAt, now) ?? last;
            if (!used.Add(ids[message.Id])) continue;
            messages.Add(Make(message, ids[message.Id], parents.GetValueOrDefault(message.Id) is { } parent ? ids[parent] : null, userId, conversationId, last, now));
            files.AddRange(message.FileIds.Select((file, place) => new MessageFile { MessageId = ids[message.Id], FileId = file, Place = place }));
        }

        var title = Line(from.Title, Conversation.MaxTitle);
        return (new Conversation
        {
            Id = conversationId, UserId = userId, Title = title, IsTitled = title.Length > 0, Origin = OriginOf(from.Origin),
            Folder = Line(from.Folder, Conversation.MaxFolder) is { Length: > 0 } folder ? folder : null,
            Model = Line(from.Model, 200) is { Length: > 0 } model ? model : null, Parameters = from.Parameters,
            IsPinned = from.IsPinned, IsArchived = from.IsArchived,
            HeadId = from.HeadId is { } head && ids.TryGetValue(head, out var known) ? known : null,
            CreatedAt = created, UpdatedAt = Clamp(from.UpdatedAt, now) ?? last, Version = 1,
        }, messages, files);
    }

    /// <summary>As it stands in the database; an id of absurd length is told by its hash.</summary>
    public static string OriginOf(string origin) =>
        origin.Length <= 200 ? origin : origin[..(origin.IndexOf(':') + 1)] + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)));

    /// <summary>Version 7, made of the time and of a hash.</summary>
    internal static Guid Id(Guid userId, string origin, string message, DateTimeOffset at)
    {
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{userId}\n{origin}\n{message}"), id);
        Span<byte> milliseconds = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(milliseconds, at.ToUnixTimeMilliseconds());
        milliseconds[2..].CopyTo(id);
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id[..16], bigEndian: true);
    }

    /// <summary>Who follows whom, without strangers and circles.</summary>
    private static Dictionary<string, string?> Parents(IReadOnlyList<ImportedMessage> messages)
    {
        var parents = new Dictionary<string, string?>();
        foreach (var message in messages) parents.TryAdd(message.Id, message.ParentId);
        HashSet<string> safe = [];
        foreach (var id in parents.Keys.ToList())
        {
            HashSet<string> path = [];
            var at = id;
            while (!safe.Contains(at))
            {
                path.Add(at);
                if (parents[at] is not { } parent) break;
                if (parents.ContainsKey(parent) && !path.Contains(parent)) at = parent;
                else
                {
                    parents[at] = null;
                    break;
                }
            }

            safe.UnionWith(path);
        }

        return parents;
    }

    private static Message Make(ImportedMessage from, Guid id, Guid? parentId, Guid userId, Guid conversationId, DateTimeOffset at, DateTimeOffset now) => new()
    {
        Id = id, ConversationId = conversationId, UserId = userId, ParentId = parentId, Role = from.Role, Text = from.Text, Reasoning = from.Reasoning,
        Status = from.Status, Model = Cut(from.Model, 200), Provider = Cut(from.Provider, 100), AnsweredBy = Cut(from.AnsweredBy, 256), CostUsd = from.CostUsd, FinishReason = Cut(from.FinishReason, 40), Problem = from.Problem,
        InputTokens = from.InputTokens, OutputTokens = from.OutputTokens, Tools = from.Tools, Feedback = from.Feedback, FeedbackText = from.FeedbackText,
        CreatedAt = at, CompletedAt = Clamp(from.CompletedAt, now) ?? (from.Role == MessageRole.Assistant ? at : null),
    };

    private static string? Cut(string? text, int most) => text is null || text.Length <= most ? text : text[..most];

    private static string Line(string? text, int most)
    {
        var line = string.Concat((text ?? "").Select(c => char.IsControl(c) ? ' ' : c)).Trim();
        return line.Length <= most ? line : line[..(char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1)].TrimEnd() + "…";
    }

    // Whole milliseconds, none before this century: times are people's order, not evidence. One after tomorrow counts as none.
    private static DateTimeOffset? Clamp(DateTimeOffset? time, DateTimeOffset now)
    {
        if (time is not { } given || given > now.AddDays(1)) return null;
        return given < Earliest ? Earliest : Whole(given);
    }

    private static DateTimeOffset Whole(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
