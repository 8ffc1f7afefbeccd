using System.ComponentModel;
using Parley.Chat.Conversations;
using Parley.Gateway.Ports;

namespace Parley.Chat.Personas;

/// <summary>A persona as the API and the feed show it.</summary>
internal sealed record PersonaShown(
    Guid Id, string Name,
    [property: Description("For the person; no model sees it.")] string Description,
    [property: Description("What the model is told before everything else.")] string SystemPrompt,
    [property: Description("Manners, told to the model behind the system prompt.")] IReadOnlyList<string> Traits,
    [property: Description("What is switched on.")] IReadOnlyList<string> Capabilities,
    [property: Description("What the persona's model is known to be able to.")] PersonaCapabilities Can,
    [property: Description("The model or route that is asked where nothing else names one.")] string? Model,
    ChatParameters? Parameters,
    [property: Description("Shown in an empty conversation.")] string Greeting,
    IReadOnlyList<string> Starters,
    PersonaAvatar? Avatar,
    [property: Description("It remembers, and is told what it remembers.")] bool UsesMemory,
    bool ProposesMemories,
    [property: Description("The one that every account has; it can be changed, not deleted.")] bool IsDefault,
    [property: Description("Counts the changes from 1; each version is kept.")] int Version,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt,
    [property: Description("When it was deleted; for 30 days from then on it can be restored.")] DateTimeOffset? DeletedAt)
{
    public static PersonaShown Of(Persona p, IRouteSource routes)
    {
        var c = PersonaContent.Read(p.Content);
        return new(p.Id, c.Name, c.Description, c.SystemPrompt, c.Traits, c.Capabilities, PersonaCapabilities.Of(routes, c.Model), c.Model, c.Parameters, c.Greeting, c.Starters, c.Avatar, c.UsesMemory, c.ProposesMemories,
            p.IsDefault, p.Version, p.CreatedAt, p.UpdatedAt, p.DeletedAt);
    }
}
