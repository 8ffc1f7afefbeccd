using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace Parley.Chat.Markdown.Html;

/// <summary>Code, with a head that names the language and copies. The page's scripts colour it, and draw <c>mermaid</c>, when it is seen.</summary>
internal sealed class CodeWithHead : HtmlObjectRenderer<CodeBlock>
{
    private const int MaxLanguage = 40;

    protected override void Write(HtmlRenderer renderer, CodeBlock obj)
    {
        renderer.EnsureLine();
        var language = Language((obj as FencedCodeBlock)?.Info);
        renderer.Write("<div class=\"md-code\" data-md=\"code\"");
        if (language.Length > 0) renderer.Write(" data-lang=\"").Write(language).Write('"');
        renderer.Write("><div class=\"md-code-head\"><span class=\"md-code-lang\">").Write(language.Length > 0 ? language : "text")
            .Write("</span><button type=\"button\" class=\"md-copy\" data-md=\"copy\">Copy</button></div><pre tabindex=\"0\"><code");
        if (language.Length > 0) renderer.Write(" class=\"language-").Write(language).Write('"');
        renderer.Write('>');
        renderer.WriteLeafRawLines(obj, writeEndOfLines: true, escape: true);
        renderer.WriteLine("</code></pre></div>");
    }

    /// <summary>The first word after the fence, when it looks like a language's name.</summary>
    private static string Language(string? info)
    {
        if (string.IsNullOrEmpty(info) || info.Length > MaxLanguage) return "";
        foreach (var c in info)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '#' or '-' or '.' or '_')) return "";
        return info.ToLowerInvariant();
    }
}
