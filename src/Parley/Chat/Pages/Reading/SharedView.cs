using Parley.Chat.Model;
using Parley.Chat.Pages.Files;
using Parley.Chat.Sharing;

namespace Parley.Chat.Pages.Reading;

/// <summary>A shared conversation as a page.</summary>
public sealed record SharedView(string Title, DateTimeOffset At, IReadOnlyList<SharedMessageView> Messages)
{
    /// <param name="shared">What is shared.</param>
    /// <param name="token">Under which link.</param>
    /// <param name="answers">The HTML of each message that is an answer, in blocks.</param>
    internal static SharedView Of(SharedConversation shared, string token, IReadOnlyList<IReadOnlyList<string>> answers) =>
        new(shared.Title.Length > 0 ? shared.Title : "A chat", shared.SharedAt, [.. shared.Messages.Zip(answers, (message, blocks) => MessageOf(message, blocks, token))]);

    private static SharedMessageView MessageOf(SharedMessage message, IReadOnlyList<string> blocks, string token) =>
        new(message.Role == MessageRole.User, message.Text, blocks, message.Model, [.. message.Files?.Select(file => FileView.Of(file, token)) ?? []])
        {
            Note = message.End switch { null => null, MessageStatus.Stopped => "Stopped before its end.", _ => "This answer broke off." },
        };
}

public sealed record SharedMessageView(bool IsPerson, string Text, IReadOnlyList<string> Blocks, string? Model, IReadOnlyList<FileView> Files)
{
    /// <summary>How it ended, where it is not complete.</summary>
    public string? Note { get; init; }
}
