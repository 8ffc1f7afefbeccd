using Markdig.Extensions.Mathematics;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace Parley.Chat.Markdown.Html;

/// <summary>A formula's source, which the page's scripts set when it is seen. Without scripts it is read as it was written.</summary>
internal sealed class MathInText : HtmlObjectRenderer<MathInline>
{
    protected override void Write(HtmlRenderer renderer, MathInline obj)
    {
        if (renderer.EnableHtmlForInline) renderer.Write(obj.DelimiterCount > 1 ? "<span class=\"md-math md-math-apart\" data-md=\"math\">" : "<span class=\"md-math\" data-md=\"math\">");
        renderer.WriteEscape(obj.Content);
        if (renderer.EnableHtmlForInline) renderer.Write("</span>");
    }
}
