using Markdig;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Parsers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Parley.Chat.Markdown.Dialect;

namespace Parley.Chat.Transfer;

/// <summary>Reads Markdown for files that leave the house: no HTML, no links to anything but pages and mail, pictures as links to them.</summary>
internal static class SafeMarkdown
{
    private static readonly MarkdownPipeline Pipeline = Build();

    /// <summary>Null when it is nested deeper, or has more marks in a paragraph or more links with names, than anybody reads: then it is to be shown as it was written.</summary>
    public static MarkdownDocument? Parse(string text)
    {
        if (DefinitionLimit.IsExceeded(text)) return null;
        MarkdownDocument document;
        try
        {
            document = Markdig.Markdown.Parse(text, Pipeline);
        }
        catch (ArgumentException)
        {
            return null;
        }

        if (document.Descendants<LeafBlock>().Any(block => block is ParagraphBlock or HeadingBlock && !block.ProcessInlines)) return null;
        foreach (var inline in document.Descendants<Inline>())
        {
            if (inline is LinkInline link) (link.Url, link.IsImage, link.GetDynamicUrl) = (AddressOf(link.GetDynamicUrl?.Invoke() ?? link.Url) ?? "", false, null);
            else if (inline is AutolinkInline { IsEmail: false } address && AddressOf(address.Url) is null) address.ReplaceBy(new LiteralInline(address.Url));
        }

        return document;
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder().UsePipeTables().UseEmphasisExtras(EmphasisExtraOptions.Strikethrough).UseTaskLists().UseAutoLinks().DisableHtml();
        foreach (var parser in builder.BlockParsers)
            if (parser is ParagraphBlockParser or HeadingBlockParser) InlineLimit.Watch(parser);
        return builder.Build();
    }

    public static string ToHtml(MarkdownDocument document)
    {
        // Each block has its own direction: one answer may hold two scripts. Code is read from the left.
        foreach (var block in document.Where(block => block is not CodeBlock)) block.GetAttributes().AddProperty("dir", "auto");
        return Markdig.Markdown.ToHtml(document, Pipeline);
    }

    /// <summary>The address when it is one that a reader may follow; null otherwise.</summary>
    public static string? AddressOf(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeMailto) ? address.AbsoluteUri : null;
}
