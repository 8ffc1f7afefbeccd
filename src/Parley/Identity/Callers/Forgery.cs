using Microsoft.AspNetCore.Antiforgery;
using Parley.Gateway.Http;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity.Callers;

/// <summary>
/// Sees to it that a browser does nothing that its person did not mean: whatever changes something and is told apart by a cookie, and every form that a page
/// posts, carries the framework's antiforgery token (form field or header <c>RequestVerificationToken</c>), and comes from our own pages. Requests with a key or a token in a header need none: no foreign page can send those.
/// </summary>
internal sealed class Forgery(RequestDelegate next, IAntiforgery antiforgery)
{
    public const string Field = "RequestVerificationToken", Cookie = "__Host-parley-forgery";

    /// <summary>Header of a refusal, for the scripts of pages: the page may be older than the session, and is then loaded anew.</summary>
    private const string Stale = "x-parley-stale";

    public static void Configure(AntiforgeryOptions options)
    {
        options.FormFieldName = Field;
        options.HeaderName = Field;
        options.Cookie = new SecureCookie { Name = Cookie, HttpOnly = true, SameSite = SameSiteMode.Lax, IsEssential = true, Path = "/" };
        options.SuppressXFrameOptionsHeader = true;
    }

    public Task InvokeAsync(HttpContext context) => IsSafe(context.Request.Method) || !IsByBrowser(context) ? next(context) : CheckAsync(context);

    private async Task CheckAsync(HttpContext context)
    {
        bool isOurs;
        try
        {
            isOurs = await antiforgery.IsRequestValidAsync(context);
        }
        catch (AntiforgeryValidationException unreadable)
        {
            // The token may stand in the form, so a form that cannot be read is found out here.
            var status = unreadable.InnerException is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status400BadRequest;
            await PageProblem.WriteAsync(context, status, status == StatusCodes.Status413PayloadTooLarge
                ? "What was sent is longer than can be taken here. Nothing was done; go back, and make it smaller."
                : "This form cannot be read: it broke off, or holds what no text has. Nothing was done; go back, and send it once more.");
            return;
        }

        // "none" is a person at the address bar, "same-site" another service on our domain, which has no token.
        if (context.Request.Headers["Sec-Fetch-Site"].ToString() is "cross-site" || !isOurs)
        {
            context.Response.Headers[Stale] = "true";
            await PageProblem.WriteAsync(context, StatusCodes.Status400BadRequest, PlainHttp.ProblemOf(context.Request) ??
                "This request did not come from a page of this server, or the page is older than your sign-in. Nothing was done; load the page again and repeat it.");
            return;
        }

        await next(context);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Signed in by a cookie, or a form of a page for people who are not signed in yet.</summary>
    private static bool IsByBrowser(HttpContext context) => CallerIdentity.Of(context.User) is { } identity
        ? identity.Credential.Kind == CredentialKind.Session
        : context.Request.HasFormContentType && !context.Request.Path.StartsWithSegments(ProblemsSetup.Api) && !WireErrors.Covers(context.Request.Path);

    /// <summary>Secure on http://localhost too, where browsers accept it; the framework's own setting would refuse to work there.</summary>
    private sealed class SecureCookie : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var options = base.Build(context, expiresFrom);
            options.Secure = true;
            return options;
        }
    }
}
