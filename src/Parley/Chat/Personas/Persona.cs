namespace Parley.Chat.Personas;

/// <summary>Who answers a person: words, manner and preferences of one of its versions, the newest.</summary>
internal sealed class Persona
{
    public const int MostPerPerson = 200;

    /// <summary>Version 7, so that ids sort by time.</summary>
    public required Guid Id { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>The one that every account has; it can be changed, not deleted.</summary>
    public bool IsDefault { get; init; }

    /// <summary><see cref="PersonaContent"/> as JSON.</summary>
    public required string Content { get; set; }

    /// <summary>Counts the versions from 1; also the <c>ETag</c>.</summary>
    public required int Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>Deleted, and restorable for 30 days from then on; null for not.</summary>
    public DateTimeOffset? DeletedAt { get; set; }
}
