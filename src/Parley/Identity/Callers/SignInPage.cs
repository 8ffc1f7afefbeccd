using Parley.Shared;

namespace Parley.Identity.Callers;

/// <summary>Where a browser is sent that asks for a page without being signed in; programs get their 401.</summary>
internal static class SignInPage
{
    private const string Path = "/login";

    public static bool IsFor(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && !request.Path.StartsWithSegments(ProblemsSetup.Api) && !request.Path.StartsWithSegments("/v1")
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    public static string For(HttpRequest request) => $"{Path}?returnUrl={Uri.EscapeDataString(request.Path + request.QueryString)}";
}
