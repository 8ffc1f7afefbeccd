using System.ComponentModel;
using Parley.Chat.Model;
using Parley.Shared;

namespace Parley.Chat.Conversations;

/// <summary>What a person may set of a conversation: the body of its creation, and what its patch is merged with.</summary>
internal sealed record ConversationSettings : IChecked
{
    [Description("At most 200 characters; null or empty: it gets one by itself from the first exchange.")]
    public string? Title { get; init; }

    [Description("1 to 100 characters; null for none.")]
    public string? Folder { get; init; }

    public bool? Pinned { get; init; }

    public bool? Archived { get; init; }

    [Description("A model or route; null for the persona's, or the person's default.")]
    public string? Model { get; init; }

    [Description("A persona; null for the current one.")]
    public Guid? PersonaId { get; init; }

    [Description("A message of the conversation: the branch through it is shown from now on, to its newest end.")]
    public Guid? HeadId { get; init; }

    public ChatParameters? Parameters { get; init; }

    public static ConversationSettings Of(Conversation c) => new()
    {
        Title = c.Title, Folder = c.Folder, Pinned = c.IsPinned, Archived = c.IsArchived, Model = c.Model, PersonaId = c.PersonaId, HeadId = c.HeadId,
        Parameters = ChatParameters.Read(c.Parameters),
    };

    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        Dictionary<string, string[]> errors = [];
        Check(errors, "title", Title, Conversation.MaxTitle, mayBeEmpty: true);
        Check(errors, "folder", Folder, Conversation.MaxFolder, mayBeEmpty: false);
        Check(errors, "model", Model, 200, mayBeEmpty: false);
        Parameters?.Check(errors);
        return errors;
    }

    /// <summary>Takes over everything but the head, which needs the tree. A title that somebody gave stays theirs.</summary>
    public void ApplyTo(Conversation c)
    {
        var title = Title?.Trim() ?? "";
        if (title != c.Title) (c.Title, c.IsTitled) = (title, title.Length > 0);
        (c.Folder, c.Model, c.PersonaId) = (Folder?.Trim(), Model?.Trim(), PersonaId);
        (c.IsPinned, c.IsArchived) = (Pinned == true, Archived == true);
        c.Parameters = ChatParameters.Write(Parameters);
    }

    private static void Check(Dictionary<string, string[]> errors, string name, string? value, int most, bool mayBeEmpty)
    {
        if (value is null) return;
        if (value.Length > most) errors[name] = [$"must have at most {most} characters"];
        else if (!mayBeEmpty && string.IsNullOrWhiteSpace(value)) errors[name] = [$"must have 1 to {most} characters, or be null"];
        else if (value.Any(char.IsControl)) errors[name] = ["must not contain line breaks or other control characters"];
    }
}
