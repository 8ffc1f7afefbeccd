using System.Text.Json.Serialization;
using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Chat.Model;

namespace Parley.Chat.Sharing;

/// <summary>What a reader of a share link sees: what was said, not who said it, what it cost or what the person thought of it.</summary>
internal sealed record SharedConversation(string Title, DateTimeOffset SharedAt, IReadOnlyList<SharedMessage> Messages)
{
    public static SharedConversation Of(Conversation conversation, IEnumerable<MessageShown> branch, DateTimeOffset now) =>
        new(conversation.Title, now, [.. branch.Where(m => m.Status != MessageStatus.Streaming).Select(m => new SharedMessage(m.Role, m.Text, m.Model is "auto" ? m.AnsweredBy : m.Model, m.CreatedAt, FilesOf(m)) { End = m.Role == MessageRole.Assistant && m.Status != MessageStatus.Complete ? m.Status : null })]);

    /// <summary>Without those files that are not in <paramref name="there"/>: they were deleted since.</summary>
    public SharedConversation With(IReadOnlyCollection<Guid> there) => this with { Messages = [.. Messages.Select(m => m.Files is null ? m : m with { Files = [.. m.Files.Where(f => there.Contains(f.Id))] })] };

    [JsonIgnore]
    public IEnumerable<SharedFile> Files => Messages.SelectMany(m => m.Files ?? []);

    private static SharedFile[]? FilesOf(MessageShown message) =>
        message.Files.Count == 0 ? null : [.. message.Files.Where(f => f.Name is not null).Select(f => new SharedFile(f.Id, f.Name!, f.Kind!.Value, f.Size ?? 0, f.Width, f.Height, f.Pages))];
}

/// <param name="Files">What went with it; null for nothing.</param>
internal sealed record SharedMessage(MessageRole Role, string Text, string? Model, DateTimeOffset CreatedAt, IReadOnlyList<SharedFile>? Files = null)
{
    /// <summary>How an answer ended that is not complete.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MessageStatus? End { get; init; }
}

/// <summary>A file of a shared message. Pictures can be read under <c>/api/v1/shared/{token}/files/{id}</c> (<c>/content</c>, <c>/thumbnail</c>), as long as they are there; of everything else the name is told.</summary>
internal sealed record SharedFile(Guid Id, string Name, FileKind Kind, long Size, int? Width, int? Height, int? Pages);
