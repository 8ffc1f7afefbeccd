using System.Globalization;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Parley.Chat.Markdown.Html;

/// <summary>A message's headings stand below the page's (h1) and the message's own (h2).</summary>
internal sealed class LowerHeading : HtmlObjectRenderer<HeadingBlock>
{
    private const int Lower = 2, Lowest = 6;

    protected override void Write(HtmlRenderer renderer, HeadingBlock obj)
    {
        var level = Math.Min(obj.Level + Lower, Lowest).ToString(CultureInfo.InvariantCulture);
        renderer.EnsureLine();
        renderer.Write("<h").Write(level).Write('>');
        if (obj.ProcessInlines) renderer.WriteLeafInline(obj);
        else renderer.WriteLeafRawLines(obj, writeEndOfLines: false, escape: true);
        renderer.Write("</h").Write(level).WriteLine(">");
    }
}
