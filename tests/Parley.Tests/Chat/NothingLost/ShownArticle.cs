using AngleSharp.Dom;

namespace Parley.Tests.Chat.NothingLost;

/// <summary>A message as a tab shows it.</summary>
internal sealed class ShownArticle
{
    public required string Id { get; init; }

    public required string Version { get; init; }

    public required string Status { get; init; }

    public required bool IsAnswer { get; init; }

    public required bool HasRetry { get; init; }

    /// <summary>What a person said.</summary>
    public required string Text { get; init; }

    /// <summary>Finished blocks of an answer, as they came.</summary>
    public required List<string> Blocks { get; init; }

    /// <summary>The open end; null for none.</summary>
    public string? Tail { get; set; }

    public static ShownArticle Read(IElement article) => new()
    {
        Id = article.GetAttribute("data-id")!,
        Version = article.GetAttribute("data-version")!,
        Status = article.GetAttribute("data-status")!,
        IsAnswer = article.ClassList.Contains("msg-answer"),
        HasRetry = article.QuerySelectorAll("button").Any(button => button.TextContent.Trim() == "Retry"),
        Text = article.QuerySelector(".msg-text")?.TextContent ?? "",
        Blocks = [.. article.QuerySelectorAll(".md > .md-block").Select(block => block.InnerHtml)],
    };

    public override string ToString() => $"{Id} {Status} {Version} {(HasRetry ? "Retry" : "")} {Text}\n{string.Join('\n', Blocks)}{(Tail is null ? "" : $"\n(tail) {Tail}")}";
}
