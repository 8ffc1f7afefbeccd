using System.ComponentModel;
using Parley.Assets;
using Parley.Chat.Model;
using Parley.Shared;

namespace Parley.Chat.Conversations;

/// <summary>The body of PUT /api/v1/conversations/{id}/draft.</summary>
internal sealed record DraftWanted(
    string Text,
    [property: Description("Files that are to go with it. Those that are not there any more are left out.")] IReadOnlyList<Guid>? FileIds = null) : IChecked
{
    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        Dictionary<string, string[]> mistakes = [];
        if (Text.Length > Conversation.MaxDraft) mistakes["text"] = [$"must have at most {Conversation.MaxDraft} characters"];
        else if (Text.Contains('\0')) mistakes["text"] = ["must not contain the character U+0000"];
        if (FileIds is { Count: > FileParts.MaxPerMessage }) mistakes["fileIds"] = [$"may name {FileParts.MaxPerMessage} files at most"];
        return mistakes;
    }
}
