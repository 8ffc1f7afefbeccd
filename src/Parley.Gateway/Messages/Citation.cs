namespace Parley.Gateway.Messages;

/// <summary>A source that the model cites, in the members that formats share. Its range counts code points from the beginning of the block that
/// it stands on, as Python slices text: OpenAI's reference calls them characters of the message, and says no more.</summary>
/// <param name="Url">Address of a web source, or null.</param>
/// <param name="Title">Title of the source, or null.</param>
/// <param name="CitedText">The quoted words, or null.</param>
/// <param name="DocumentIndex">Which document of the prompt (0-based), or null.</param>
/// <param name="StartIndex">First character that the citation covers, or null where no place is known; below zero in a text block before.</param>
/// <param name="EndIndex">Character after the last; null behind a start: up to the end of the block.</param>
public sealed record Citation(string? Url, string? Title, string? CitedText, int? DocumentIndex, int? StartIndex, int? EndIndex);
