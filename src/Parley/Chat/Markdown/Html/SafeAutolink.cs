using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace Parley.Chat.Markdown.Html;

internal sealed class SafeAutolink : HtmlObjectRenderer<AutolinkInline>
{
    protected override void Write(HtmlRenderer renderer, AutolinkInline obj)
    {
        var isLink = renderer.EnableHtmlForInline && (obj.IsEmail || SafeAddress.IsLink(obj.Url));
        if (isLink) renderer.Write(obj.IsEmail ? "<a href=\"mailto:" : "<a href=\"").WriteEscapeUrl(obj.Url).Write(SafeLink.OpensAside).Write('>');
        renderer.WriteEscape(obj.Url);
        if (isLink) renderer.Write("</a>");
    }
}
