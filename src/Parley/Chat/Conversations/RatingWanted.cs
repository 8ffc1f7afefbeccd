using System.ComponentModel;

namespace Parley.Chat.Conversations;

/// <summary>The body of POST /api/v1/conversations/{id}/messages/{mid}/feedback.</summary>
internal sealed record RatingWanted(
    [property: Description("good, bad, or null to take it back.")] Rating? Rating,
    [property: Description("In words, at most 2000 characters.")] string? Comment = null)
{
    public string? Problem() => Comment is { Length: > 2_000 } ? "must have at most 2000 characters" : Comment?.Contains('\0') == true ? "must not contain the character U+0000" : null;
}
