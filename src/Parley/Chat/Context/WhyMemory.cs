using System.ComponentModel;

namespace Parley.Chat.Context;

/// <summary>A memory that was used.</summary>
internal sealed record WhyMemory(
    Guid Id,
    [property: Description("As it is now; null when it was forgotten since.")] string? Text);
