namespace Parley.Chat.Personas;

/// <summary>Which persona answers a person where a conversation names none. Without a row it is the default one.</summary>
internal sealed class CurrentPersona
{
    public required Guid UserId { get; init; }

    public required Guid PersonaId { get; set; }
}
