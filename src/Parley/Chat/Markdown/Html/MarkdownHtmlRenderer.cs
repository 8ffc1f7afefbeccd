using Markdig;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Parley.Chat.Markdown.Dialect;

namespace Parley.Chat.Markdown.Html;

/// <summary>Writes blocks as HTML in the form that pages rely on: code with a head, images that wait for a click, headings below the page's own.</summary>
internal static class MarkdownHtmlRenderer
{
    public static HtmlRenderer Create(TextWriter writer)
    {
        var renderer = new HtmlRenderer(writer);
        MarkdownDialect.Pipeline.Setup(renderer);
        Replace<CodeBlockRenderer>(renderer, new CodeWithHead());
        Replace<ParagraphRenderer>(renderer, new ParagraphOrPlain());
        Replace<HeadingRenderer>(renderer, new LowerHeading());
        Replace<LinkInlineRenderer>(renderer, new SafeLink());
        Replace<AutolinkInlineRenderer>(renderer, new SafeAutolink());
        Replace<HtmlTableRenderer>(renderer, new ScrollingTable());
        Replace<HtmlTaskListRenderer>(renderer, new NamedCheckbox());
        Replace<HtmlMathInlineRenderer>(renderer, new MathInText());
        Replace<HtmlMathBlockRenderer>(renderer, new MathApart());
        renderer.ObjectRenderers.Insert(0, new NoteAside());
        renderer.ObjectRenderers.Insert(0, new NoteSign());
        return renderer;
    }

    private static void Replace<T>(HtmlRenderer renderer, IMarkdownObjectRenderer with)
        where T : class, IMarkdownObjectRenderer
    {
        // First, so that it is found before a renderer of a base type.
        renderer.ObjectRenderers.TryRemove<T>();
        renderer.ObjectRenderers.Insert(0, with);
    }
}
