using System.ComponentModel;

namespace Parley.Chat.Context;

/// <summary>The summary of older messages that was used.</summary>
internal sealed record WhySummary(
    Guid Id,
    [property: Description("How many messages it covers, from the first one on; null when it was made anew since.")] int? Messages,
    [property: Description("Null when it was made anew since.")] string? Text,
    [property: Description("The model that made it.")] string? Model);
