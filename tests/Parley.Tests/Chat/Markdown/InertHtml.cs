using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Parley.Tests.Chat.Markdown;

/// <summary>Reads HTML as a browser reads it, and holds it to a list that is written here anew. The fuzzer asks it, too.</summary>
internal static class InertHtml
{
    private static readonly HashSet<string> Tags = ["p", "h3", "h4", "h5", "h6", "em", "strong", "del", "a", "code", "pre", "blockquote", "ul", "ol", "li", "hr", "br", "img", "input", "span", "sup", "div", "button", "table", "thead", "tbody", "tr", "th", "td"];
    private static readonly HashSet<string> Attributes = ["class", "href", "title", "target", "rel", "src", "alt", "loading", "decoding", "type", "disabled", "checked", "aria-label", "tabindex", "start", "data-md", "data-lang", "id"];

    private static readonly HtmlParser Browser = new();

    /// <summary>What of it could act; null for nothing.</summary>
    public static string? Fault(string html)
    {
        using var document = Browser.ParseDocument($"<!doctype html><body>{html}");
        if (document.Head!.Children.Length > 0) return $"something in the head of {html}";
        foreach (var element in document.Body!.QuerySelectorAll("*"))
            if (Fault(element) is { } fault) return $"{fault} in {html}";
        return null;
    }

    private static string? Fault(IElement element)
    {
        if (!Tags.Contains(element.LocalName) || element.NamespaceUri != "http://www.w3.org/1999/xhtml") return $"<{element.LocalName}>";
        foreach (var attribute in element.Attributes)
            if (!Attributes.Contains(attribute.Name)) return attribute.Name;
        if (element.GetAttribute("id") is { } id && !(element.LocalName == "div" && IsNote(id))) return $"the id {id}";
        if (element.GetAttribute("href") is ['#', .. var note]) return element.LocalName == "a" && IsNote(note) && !element.HasAttribute("target") ? null : $"a link to {note}";
        if (element.GetAttribute("href") is { } href && !IsHarmless(href)) return href;
        return element.LocalName switch
        {
            "img" when !IsOwnFile(element.GetAttribute("src") ?? "") => element.GetAttribute("src"),
            "button" when element.GetAttribute("type") != "button" => "a button that sends",
            "input" when element.GetAttribute("type") != "checkbox" || !element.HasAttribute("disabled") => "a field",
            "a" when element.GetAttribute("target") != "_blank" || element.GetAttribute("rel") != "noopener noreferrer nofollow" => "a link that keeps its opener",
            _ => null,
        };
    }

    private static bool IsOwnFile(string source) => source.Split('/') is ["", "api", "v1", "files", { Length: 36 } id, "content" or "thumbnail"] && id.All(c => c is '-' || char.IsAsciiHexDigitLower(c) || char.IsAsciiDigit(c));

    /// <summary>Of a footnote: nothing else of a page has such an id.</summary>
    private static bool IsNote(string id) => id.StartsWith("n-", StringComparison.Ordinal) && id.All(c => c == '-' || char.IsAsciiLetterOrDigit(c));

    private static bool IsHarmless(string href) =>
        href.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || href.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || href.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);
}
