namespace Parley.Chat.Markdown.Html;

/// <summary>Which addresses a message may lead to.</summary>
internal static class SafeAddress
{
    private const string Files = "/api/v1/files/", NoteStart = "n-";

    /// <summary>The web, or mail. Not this server's own pages: a message has no reason to lead a person to a form here.</summary>
    public static bool IsLink(string? url) => IsWeb(url) || Starts(url, "mailto:");

    /// <summary>The host of an image elsewhere; null for anything else.</summary>
    public static string? RemoteHost(string? url) => IsWeb(url) && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.IdnHost : null;

    /// <summary>A file of this server, which it hands only to its owner.</summary>
    public static bool IsOwnFile(string? url)
    {
        if (url is null || !url.StartsWith(Files, StringComparison.Ordinal)) return false;
        var rest = url.AsSpan(Files.Length);
        var slash = rest.IndexOf('/');
        return slash > 0 && Guid.TryParseExact(rest[..slash], "D", out _) && rest[slash..] is "/content" or "/thumbnail";
    }

    /// <summary>The id of a footnote in a message; the page has no others that begin so.</summary>
    public static bool IsNote(string? id)
    {
        if (id is null || !id.StartsWith(NoteStart, StringComparison.Ordinal)) return false;
        foreach (var c in id)
            if (!char.IsAsciiLetterOrDigit(c) && c != '-') return false;
        return true;
    }

    /// <summary>With both slashes: a browser reads "https:x" as a page of this server.</summary>
    private static bool IsWeb(string? url) => Starts(url, "https://") || Starts(url, "http://");

    private static bool Starts(string? url, string with) => url is not null && url.StartsWith(with, StringComparison.OrdinalIgnoreCase);
}
