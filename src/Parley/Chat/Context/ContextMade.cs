using Parley.Chat.Personas;
using Parley.Gateway.Messages;

namespace Parley.Chat.Context;

/// <summary>A prompt, and what it was made of; or why there is none.</summary>
internal sealed record ContextMade(Prompt? Prompt, PersonaInUse Persona, ContextUsed? Used, string? Refusal)
{
    public static ContextMade Refuse(PersonaInUse persona, string why) => new(null, persona, null, why);
}
