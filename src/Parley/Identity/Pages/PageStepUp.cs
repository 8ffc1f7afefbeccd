using Parley.Identity.Sessions;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary>As StepUp does for programs: a page's form goes on only when its sender proved lately who they are, and leads to the proof otherwise.</summary>
internal sealed class PageStepUp(SessionStore sessions, TimeProvider time) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (CallerIdentity.Of(http.User)?.Credential.SessionId is { } id
            && await sessions.FindAsync(CallerIdentity.UserId(http.User), id, http.RequestAborted) is { } session
            && time.GetUtcNow() - session.AuthenticatedAt < SessionTimes.StepUp) return await next(context);
        return PageResult.Go("/verify?returnUrl=" + Uri.EscapeDataString(ComesFrom(http)));
    }

    /// <summary>The page that the form stands on.</summary>
    private static string ComesFrom(HttpContext http) =>
        Uri.TryCreate(http.Request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value ? Ui.LocalPath.OrHome(from.PathAndQuery) : "/settings";
}
