using Parley.Chat.Markdown;
using Parley.Chat.Model;
using Parley.Chat.Pages.Files;
using Parley.Chat.Sharing;

namespace Parley.Chat.Pages.Reading;

/// <summary>A shared conversation as a page.</summary>
public sealed record SharedView(string Title, DateTimeOffset At, IReadOnlyList<SharedMessageView> Messages)
{
    internal static SharedView Of(SharedConversation shared, string token) => new(shared.Title.Length > 0 ? shared.Title : "A chat", shared.SharedAt, [.. shared.Messages.Select((message, place) =>
        new SharedMessageView(message.Role == MessageRole.User, message.Text, message.Role == MessageRole.User ? [] : [.. MarkdownRenderer.RenderBlocks(message.Text, $"s{place}").Select(block => block.Html)], message.Model, [.. message.Files?.Select(file => FileView.Of(file, token)) ?? []]) { Note = message.End switch { null => null, MessageStatus.Stopped => "Stopped before its end.", _ => "This answer broke off." } })]);
}

public sealed record SharedMessageView(bool IsPerson, string Text, IReadOnlyList<string> Blocks, string? Model, IReadOnlyList<FileView> Files)
{
    /// <summary>How it ended, where it is not complete.</summary>
    public string? Note { get; init; }
}
