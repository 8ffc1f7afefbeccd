using Parley.Identity.Sessions;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary>As StepUp does for programs: a page's form goes on only when its sender proved lately who they are. Otherwise they are asked, and the form waits in the page that asks.</summary>
internal sealed class PageStepUp(SessionStore sessions, TimeProvider time, ProofChoices choices) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (CallerIdentity.Of(http.User)?.Credential.SessionId is { } id
            && await sessions.FindAsync(CallerIdentity.UserId(http.User), id, http.RequestAborted) is { } session
            && time.GetUtcNow() - session.AuthenticatedAt < SessionTimes.StepUp) return await next(context);
        return PageResult.Of<VerifyForm>(await choices.ViewAsync(http, ComesFrom(http), http.Request.Path, await http.Request.ReadFormAsync(http.RequestAborted)));
    }

    /// <summary>The page that the form stands on.</summary>
    private static string ComesFrom(HttpContext http) =>
        Uri.TryCreate(http.Request.Headers.Referer, UriKind.Absolute, out var from) && from.Authority == http.Request.Host.Value ? LocalPath.OrHome(from.PathAndQuery) : "/settings";
}
