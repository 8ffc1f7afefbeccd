using AngleSharp.Dom;
using Ganss.Xss;

namespace Parley.Chat.Markdown.Html;

/// <summary>The second wall: whatever a parser or renderer lets slip, only these tags and attributes leave.</summary>
internal static class MarkdownSanitizer
{
    private static readonly HtmlSanitizer Sanitizer = Create();

    public static string Clean(string html) => html.Length == 0 ? "" : Written(html);

    private static string Written(string html)
    {
        using var document = Sanitizer.SanitizeDom(html);
        return NodeWriter.Write(document.Body!);
    }

    private static HtmlSanitizer Create()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = Set("p", "h3", "h4", "h5", "h6", "em", "strong", "del", "a", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "br", "img", "input", "span", "div",
                "button", "sup", "table", "thead", "tbody", "tr", "th", "td"),
            AllowedAttributes = Set("class", "href", "title", "target", "rel", "src", "alt", "loading", "decoding", "type", "disabled", "checked", "aria-label", "tabindex", "start",
                "data-md", "data-lang", "id"),
            AllowedClasses = Set("md-code", "md-code-head", "md-code-lang", "md-copy", "md-image", "md-remote", "md-remote-alt", "md-remote-host", "md-table", "md-math",
                "md-math-apart", "md-plain", "md-note", "md-note-name", "md-note-text", "md-note-sign", "md-left", "md-center", "md-right", "contains-task-list", "task-list-item"),
            AllowedSchemes = Set("http", "https", "mailto"),
            UriAttributes = Set("href", "src"),
            AllowedCssProperties = Set(),
            AllowDataAttributes = false,
        });
        sanitizer.RemovingCssClass += (_, e) => e.Cancel = e.CssClass.StartsWith("language-", StringComparison.Ordinal);
        sanitizer.PostProcessNode += (_, e) =>
        {
            if (e.Node is IElement element) Restrict(element);
        };
        return sanitizer;
    }

    /// <summary>What no list of names can say.</summary>
    private static void Restrict(IElement element)
    {
        if (element.HasAttribute("id") && !(element.LocalName == "div" && SafeAddress.IsNote(element.Id))) element.RemoveAttribute("id");
        switch (element.LocalName)
        {
            case "a" when element.GetAttribute("href") is ['#', .. var note] && SafeAddress.IsNote(note):
                element.RemoveAttribute("target");
                break;
            case "a":
                if (!SafeAddress.IsLink(element.GetAttribute("href"))) element.RemoveAttribute("href");
                element.SetAttribute("target", "_blank");
                element.SetAttribute("rel", "noopener noreferrer nofollow");
                break;
            case "img" when !SafeAddress.IsOwnFile(element.GetAttribute("src")):
                element.Remove();
                break;
            case "input":
                element.SetAttribute("type", "checkbox");
                element.SetAttribute("disabled", "");
                break;
            case "button":
                element.SetAttribute("type", "button");
                break;
        }
    }

    private static HashSet<string> Set(params string[] names) => new(names, StringComparer.OrdinalIgnoreCase);
}
