using Markdig.Renderers;
using Markdig.Renderers.Html;
using Parley.Chat.Markdown.Dialect;

namespace Parley.Chat.Markdown.Html;

internal sealed class NoteAside : HtmlObjectRenderer<NoteBlock>
{
    protected override void Write(HtmlRenderer renderer, NoteBlock obj)
    {
        renderer.EnsureLine();
        renderer.Write("<div class=\"md-note\"");
        if (obj.Id is { } id) renderer.Write(" id=\"").Write(id).Write('"');
        renderer.Write("><span class=\"md-note-name\">").WriteEscape(obj.Name).WriteLine("</span><div class=\"md-note-text\">");
        renderer.WriteChildren(obj);
        renderer.EnsureLine();
        renderer.WriteLine("</div></div>");
    }
}
