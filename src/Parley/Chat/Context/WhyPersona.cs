using System.ComponentModel;

namespace Parley.Chat.Context;

/// <summary>Which persona answered.</summary>
internal sealed record WhyPersona(
    Guid Id,
    [property: Description("Its name in that version; null when it was deleted since.")] string? Name,
    [property: Description("The version that answered.")] int? Version,
    [property: Description("The version that it has now; null when it was deleted since.")] int? CurrentVersion);
