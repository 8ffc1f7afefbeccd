using System.ComponentModel;

namespace Parley.Chat.Personas.Endpoints;

/// <summary>One version of a persona, and what it changed.</summary>
internal sealed record VersionShown(
    int Version, DateTimeOffset CreatedAt,
    [property: Description("The older version that was taken back with this one; null for none.")] int? RestoredFrom,
    [property: Description("What the persona was.")] PersonaContent Content,
    [property: Description("What differs from the version before; empty for the first that is kept.")] IReadOnlyList<FieldDiff> Changes);
