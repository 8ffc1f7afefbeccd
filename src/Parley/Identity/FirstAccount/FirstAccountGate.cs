using Parley.Shared;

namespace Parley.Identity.FirstAccount;

/// <summary>Until the first account is made, pages are shown on this machine only: whoever finds the address first must not become its owner.</summary>
internal sealed class FirstAccountGate(RequestDelegate next, SetupTokens setup)
{
    private static readonly PathString[] Open = ["/v1", ProblemsSetup.Api, "/health", "/metrics", "/openapi", "/docs", "/.well-known"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (Array.Exists(Open, path => context.Request.Path.StartsWithSegments(path)) || !await setup.IsOpenAsync(context.RequestAborted) || LocalRequests.IsLocal(context))
        {
            await next(context);
            return;
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        await context.Response.WriteAsync("This Parley has no account yet, so its pages answer only on the machine that it runs on. "
            + "Open the link that it printed when it started, there; or make the first account on its command line: \"users create --help\".\n", context.RequestAborted);
    }
}
