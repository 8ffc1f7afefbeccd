namespace Parley.Ui.Rendering;

/// <summary>The security policy of pages: everything from here, nothing inline, no evaluation, and only two places in
/// scripts (htmx's and ours) that may turn text into markup.</summary>
internal static class PagePolicy
{
    private static readonly (string Directive, string Sources)[] Base =
    [
        ("default-src", "'none'"),
        ("script-src", "'self'"),
        ("style-src", "'self'"),
        ("img-src", "'self' data: blob:"),
        ("font-src", "'self'"),
        ("connect-src", "'self'"),
        ("media-src", "'self' blob:"),
        ("form-action", "'self'"),
        ("base-uri", "'none'"),
        ("frame-ancestors", "'none'"),
        ("require-trusted-types-for", "'script'"),
        ("trusted-types", "htmx parley"),
    ];

    public static string For(string nonce, IReadOnlyDictionary<string, string> more)
    {
        // htmx's extension reads the nonce of a part's answer from here.
        var parts = Base.Select(part =>
            $"{part.Directive} {part.Sources}{(part.Directive == "script-src" ? $" 'nonce-{nonce}'" : "")}{(more.TryGetValue(part.Directive, out var added) ? " " + added : "")}");
        var others = more.Where(added => !Base.Any(part => part.Directive == added.Key)).Select(added => $"{added.Key} {added.Value}");
        return string.Join("; ", parts.Concat(others));
    }
}
