namespace Parley.Chat.Personas;

/// <summary>What a persona was once. Answers say which version made them, so versions are never changed.</summary>
internal sealed class PersonaVersion
{
    /// <summary>Older ones are dropped.</summary>
    public const int MostPerPersona = 200;

    public required Guid PersonaId { get; init; }

    public required int Version { get; init; }

    /// <summary><see cref="PersonaContent"/> as JSON.</summary>
    public required string Content { get; init; }

    /// <summary>The older version that was taken back with this one; null for none.</summary>
    public int? RestoredFrom { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
