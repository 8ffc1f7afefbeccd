using System.ComponentModel;
using Parley.Shared;

namespace Parley.Chat.Conversations;

/// <summary>The body of POST /api/v1/conversations/{id}/messages/{mid}/feedback.</summary>
internal sealed record RatingWanted(
    [property: Description("good, bad, or null to take it back.")] Rating? Rating,
    [property: Description("In words, at most 2000 characters.")] string? Comment = null) : IChecked
{
    private const int MaxComment = 2_000;

    public IReadOnlyDictionary<string, string[]> Mistakes()
    {
        Dictionary<string, string[]> mistakes = [];
        if (Comment is { Length: > MaxComment }) mistakes["comment"] = [$"must have at most {MaxComment} characters"];
        else if (Comment?.Contains('\0') == true) mistakes["comment"] = ["must not contain the character U+0000"];
        return mistakes;
    }
}
