using System.ComponentModel;
using Parley.Shared;

namespace Parley.Chat.Generations.Endpoints;

/// <summary>A message to a model.</summary>
internal sealed record ChatWanted(
    [property: Description("What is said.")] string Message,
    [property: Description("Where; without it a new conversation begins.")] Guid? ConversationId = null,
    [property: Description("The model or route that is asked; without it the conversation's, the persona's, or auto.")] string? Model = null,
    [property: Description("Who answers; without it the conversation's or the person's current persona.")] Guid? PersonaId = null,
    [property: Description("Files that go with the message, 20 at most.")] IReadOnlyList<Guid>? FileIds = null,
    [property: Description("The message that it follows; without it the last one of the branch that is shown. Another one begins a branch.")] Guid? ParentId = null) : IChecked
{
    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        var mistakes = new Dictionary<string, string[]>(StringComparer.Ordinal);
        TurnText.Check("message", Message, FileIds is { Count: > 0 }, mistakes);
        TurnText.CheckModel(Model, mistakes);
        if (FileIds is { Count: > TurnWanted.MostFiles }) mistakes["fileIds"] = [$"may name {TurnWanted.MostFiles} files at most"];
        if (ParentId is not null && ConversationId is null) mistakes["parentId"] = ["needs conversationId: a new conversation has no message to follow"];
        return mistakes;
    }
}
