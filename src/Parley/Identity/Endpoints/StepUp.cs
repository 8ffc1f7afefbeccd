using Parley.Identity.Sessions;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary>Lets through who proved within the last ten minutes who they are. A key has nobody to ask, and is let through.</summary>
internal sealed class StepUp(SessionStore sessions, TimeProvider time) : IEndpointFilter
{
    public const string Needed = "Prove again that it is you: POST /api/v1/auth/verify with your password (and the code of your second factor), or sign in again, with a passkey for instance; then repeat this within ten minutes. Nothing was done.";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (CallerIdentity.Of(http.User) is { Credential.Kind: CredentialKind.ApiKey } || await IsFreshAsync(http)) return await next(context);
        var details = Problems.Details(StatusCodes.Status403Forbidden, Needed);
        details.Extensions["needs"] = "verification";
        return TypedResults.Problem(details);
    }

    private async Task<bool> IsFreshAsync(HttpContext http) =>
        CallerIdentity.Of(http.User)?.Credential.SessionId is { } id
        && await sessions.FindAsync(CallerIdentity.UserId(http.User), id, http.RequestAborted) is { } session
        && time.GetUtcNow() - session.AuthenticatedAt < SessionTimes.StepUp;
}
