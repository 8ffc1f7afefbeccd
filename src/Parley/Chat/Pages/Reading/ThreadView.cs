namespace Parley.Chat.Pages.Reading;

/// <summary>The newest messages of the branch that is shown.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="Articles">Oldest first.</param>
/// <param name="Older">The message before which older ones are to be read; null when these are all.</param>
public sealed record ThreadView(Guid Id, IReadOnlyList<ArticleView> Articles, Guid? Older)
{
    public bool IsStreaming => Articles.Any(article => article.IsStreaming);
}
