using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Parley.Ui.Rendering;

/// <summary>Who may not see a page is shown the way to it: strangers the sign-in, everybody else a page that says so.
/// Programs are answered by the authentication scheme, as before.</summary>
internal sealed class PageAuthorization : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _others = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        var endpoint = context.GetEndpoint();
        var isPage = endpoint?.Metadata.GetMetadata<PageRoute>() is not null;
        if (authorizeResult.Succeeded || !(isPage || (endpoint is null && ErrorPages.IsForPeople(context))))
            return _others.HandleAsync(next, context, policy, authorizeResult);
        if (endpoint is null) return ErrorPages.WriteAsync(context, StatusCodes.Status404NotFound);
        if (authorizeResult.Forbidden) return ErrorPages.WriteAsync(context, StatusCodes.Status403Forbidden);
        return PageResult.Go(SignInPath(context.Request)).ExecuteAsync(context);
    }

    // Only what can be asked for again comes back after the sign-in: for a form, the page that it stood on.
    private static string SignInPath(HttpRequest request)
    {
        var back = HttpMethods.IsGet(request.Method) ? request.Path + request.QueryString : PageOf(request);
        return back is null or "/" ? "/login" : "/login?returnUrl=" + Uri.EscapeDataString(back);
    }

    private static string? PageOf(HttpRequest request) =>
        Uri.TryCreate(request.Headers.Referer, UriKind.Absolute, out var page) && page.Authority == request.Host.Value ? page.PathAndQuery : null;
}
