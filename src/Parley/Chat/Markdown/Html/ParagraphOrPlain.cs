using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Parley.Chat.Markdown.Html;

/// <summary>A paragraph; one that was not looked into (see <see cref="Dialect.InlineLimit"/>) as it was written.</summary>
internal sealed class ParagraphOrPlain : ParagraphRenderer
{
    protected override void Write(HtmlRenderer renderer, ParagraphBlock obj)
    {
        if (obj.ProcessInlines)
        {
            base.Write(renderer, obj);
            return;
        }

        renderer.EnsureLine();
        renderer.Write("<p class=\"md-plain\">");
        renderer.WriteLeafRawLines(obj, writeEndOfLines: true, escape: true);
        renderer.WriteLine("</p>");
    }
}
