using System.Globalization;
using System.Text;
using Parley.Chat.Model;

namespace Parley.Chat.Transfer;

/// <summary>A conversation as a Markdown document.</summary>
internal static class MarkdownExport
{
    public static string Render(Conversation conversation, IEnumerable<Message> branch, ILookup<Guid, ExportedFile> files)
    {
        var text = new StringBuilder();
        text.Append("# ").Append(Escape(TitleOf(conversation))).Append("\n\n_").Append(Time(conversation.CreatedAt)).Append("_\n");
        foreach (var message in branch)
        {
            text.Append("\n---\n\n**").Append(Escape(Speaker(message))).Append("** · ").Append(Time(message.CreatedAt)).Append("\n\n");
            foreach (var file in files[message.Id]) text.Append("* ").Append(Escape(file.Name)).Append(" (").Append(Escape(file.About)).Append(")\n");
            if (files.Contains(message.Id)) text.Append('\n');
            text.Append(message.Text.Trim()).Append('\n');
            if (Remark(message) is { } remark) text.Append("\n_").Append(Escape(remark)).Append("_\n");
        }

        return text.ToString();
    }

    public static string TitleOf(Conversation conversation) => conversation.Title.Length > 0 ? conversation.Title : "Untitled conversation";

    public static string Speaker(Message message) => message.Role == MessageRole.User ? "You" : Answerer.NameOf(message.Model, message.AnsweredBy) ?? "Assistant";

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>What a reader must know of an answer that is not whole; null for nothing.</summary>
    public static string? Remark(Message message) => message.Status switch
    {
        MessageStatus.Complete => null,
        MessageStatus.Streaming => "This answer was still being made.",
        MessageStatus.Stopped => "This answer was stopped here.",
        _ => message.Problem ?? "This answer broke off here.",
    };

    private static string Escape(string text) =>
        string.Concat(text.Select(c => c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '#' ? $"\\{c}" : char.IsControl(c) ? " " : $"{c}"));
}
