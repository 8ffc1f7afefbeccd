namespace Parley.Gateway.Messages;

/// <summary>A source that the model cites, in the members that formats share.</summary>
/// <param name="Url">Address of a web source, or null.</param>
/// <param name="Title">Title of the source, or null.</param>
/// <param name="CitedText">The quoted words, or null.</param>
/// <param name="DocumentIndex">Which document of the prompt (0-based), or null.</param>
/// <param name="StartIndex">First character of the answer that the citation covers, or null.</param>
/// <param name="EndIndex">Character after the last, or null.</param>
public sealed record Citation(string? Url, string? Title, string? CitedText, int? DocumentIndex, int? StartIndex, int? EndIndex);
