using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;
using Parley.Chat.Markdown.Dialect;

namespace Parley.Chat.Markdown.Html;

/// <summary>The name of a note, raised, which leads to it. The text names its notes: numbers of our own would change with what comes later.</summary>
internal sealed class NoteSign : HtmlObjectRenderer<NoteReference>
{
    protected override void Write(HtmlRenderer renderer, NoteReference obj)
    {
        if (!renderer.EnableHtmlForInline)
        {
            renderer.Write('[').WriteEscape(obj.Name).Write(']');
            return;
        }

        // A link within a link is none.
        var leads = obj.FirstParentOfType<LinkInline>() is null;
        renderer.Write("<sup class=\"md-note-sign\">");
        if (leads) renderer.Write("<a href=\"#").Write(obj.Id).Write("\" aria-label=\"Note ").WriteEscape(obj.Name).Write("\">");
        renderer.WriteEscape(obj.Name);
        if (leads) renderer.Write("</a>");
        renderer.Write("</sup>");
    }
}
