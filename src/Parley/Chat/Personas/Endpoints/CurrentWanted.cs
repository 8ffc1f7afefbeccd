using System.ComponentModel;

namespace Parley.Chat.Personas.Endpoints;

/// <summary>The body of PUT /api/v1/personas/current.</summary>
internal sealed record CurrentWanted(
    [property: Description("One of the person's personas.")] Guid PersonaId,
    [property: Description("In this conversation only; without it everywhere where a conversation names none.")] Guid? ConversationId = null);
