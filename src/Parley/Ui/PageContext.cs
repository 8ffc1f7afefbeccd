using System.Security.Cryptography;
using Microsoft.AspNetCore.Antiforgery;
using Parley.Ui.Rendering;

namespace Parley.Ui;

/// <summary>What every part of a page may need to know about the request it is made for. One per request, ready before the
/// handler of a route made by <see cref="UiSetup.MapPages"/> runs.</summary>
internal sealed class PageContext(IViewerSource viewers, IAntiforgery antiforgery, WebAssets assets)
{
    private readonly Dictionary<string, string> _sources = new(StringComparer.Ordinal);

    /// <summary>Stands in the page's security policy and on every element that htmx may act on (<c>hx-nonce</c>).</summary>
    public string Nonce { get; } = RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Who looks, or null.</summary>
    public Viewer? Viewer { get; private set; }

    public Theme Theme { get; private set; }

    /// <summary>Whether the wide layout's side is folded away.</summary>
    public bool IsSideClosed { get; private set; }

    /// <summary>Path of the page, for marking the current link.</summary>
    public string Path { get; private set; } = "/";

    /// <summary>Goes into each form, and into a header of what scripts send.</summary>
    public string Token { get; private set; } = "";

    public string TokenField { get; private set; } = "";

    public string TokenHeader { get; private set; } = "";

    /// <summary>What the page before wants to be said here.</summary>
    public Toast? Toast { get; private set; }

    /// <summary>Whether htmx asked for a part to swap in, not a browser for a document.</summary>
    public bool IsPart { get; private set; }

    public WebAssets Assets { get; } = assets;

    /// <summary>Lets this page load from one more place: <c>AllowSource("frame-src", "'self'")</c>.</summary>
    public void AllowSource(string directive, string source) =>
        _sources[directive] = _sources.TryGetValue(directive, out var known) ? $"{known} {source}" : source;

    /// <param name="context">The request.</param>
    /// <param name="asStranger">Does not look who it is: for when that cannot be found out.</param>
    public async ValueTask PrepareAsync(HttpContext context, bool asStranger = false)
    {
        Path = context.Request.Path.Value ?? "/";
        IsPart = context.Request.Headers.ContainsKey("HX-Request") && context.Request.Headers["HX-Request-Type"] != "full";
        Viewer = asStranger ? null : await viewers.FindAsync(context);
        Theme = Viewer?.Theme ?? PageCookies.Theme(context);
        IsSideClosed = PageCookies.IsSideClosed(context);
        var tokens = antiforgery.GetAndStoreTokens(context);
        (Token, TokenField, TokenHeader) = (tokens.RequestToken ?? "", tokens.FormFieldName, tokens.HeaderName ?? tokens.FormFieldName);
    }

    /// <summary>Called when an answer is about to be rendered: from here on the page's policy holds.</summary>
    internal void Begin(HttpContext context)
    {
        if (!IsPart) Toast = PageCookies.TakeToast(context);
        context.Features.Set(new ResponseRules { Policy = PagePolicy.For(Nonce, _sources) });
    }
}
