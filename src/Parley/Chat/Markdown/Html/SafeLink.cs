using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;

namespace Parley.Chat.Markdown.Html;

/// <summary>
/// A link that opens in a tab of its own and tells nobody where it was clicked. A picture from elsewhere is a link too, until the person asks for it:
/// loading it would tell its server who reads, and what a model wrote into the address.
/// </summary>
internal sealed class SafeLink : HtmlObjectRenderer<LinkInline>
{
    public const string OpensAside = "\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"";

    protected override void Write(HtmlRenderer renderer, LinkInline obj)
    {
        if (!renderer.EnableHtmlForInline) renderer.WriteChildren(obj);
        else if (obj.IsImage) WriteImage(renderer, obj);
        else WriteLink(renderer, obj);
    }

    private static void WriteLink(HtmlRenderer renderer, LinkInline link)
    {
        var isLink = SafeAddress.IsLink(link.Url);
        if (isLink)
        {
            renderer.Write("<a href=\"").WriteEscapeUrl(link.Url).Write(OpensAside);
            WriteTitle(renderer, link);
            renderer.Write('>');
        }

        renderer.WriteChildren(link);
        if (isLink) renderer.Write("</a>");
    }

    private static void WriteImage(HtmlRenderer renderer, LinkInline image)
    {
        if (SafeAddress.IsOwnFile(image.Url))
        {
            renderer.Write("<img class=\"md-image\" loading=\"lazy\" decoding=\"async\" src=\"").WriteEscapeUrl(image.Url).Write("\" alt=\"");
            WritePlain(renderer, image);
            renderer.Write('"');
            WriteTitle(renderer, image);
            renderer.Write('>');
        }
        else if (SafeAddress.RemoteHost(image.Url) is { } host)
        {
            renderer.Write("<a class=\"md-remote\" data-md=\"image\" href=\"").WriteEscapeUrl(image.Url).Write(OpensAside).Write("><span class=\"md-remote-alt\">");
            WritePlain(renderer, image);
            renderer.Write("</span> <span class=\"md-remote-host\">Image from ").WriteEscape(host).Write("</span></a>");
        }
        else WritePlain(renderer, image);
    }

    /// <summary>The text alone: what is in an image's brackets describes it.</summary>
    private static void WritePlain(HtmlRenderer renderer, LinkInline image)
    {
        renderer.EnableHtmlForInline = false;
        renderer.WriteChildren(image);
        renderer.EnableHtmlForInline = true;
    }

    private static void WriteTitle(HtmlRenderer renderer, LinkInline link)
    {
        if (!string.IsNullOrEmpty(link.Title)) renderer.Write(" title=\"").WriteEscape(link.Title).Write('"');
    }
}
