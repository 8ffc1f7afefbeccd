using Microsoft.AspNetCore.Antiforgery;

namespace Parley.Ui.Rendering;

/// <summary>Goes around every page's handler: makes the page's context ready and lets no form in that does not come from a
/// page of ours.</summary>
internal sealed class PageFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var services = http.RequestServices;
        await services.GetRequiredService<PageContext>().PrepareAsync(http);
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) return await next(context);
        if (!await services.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http))
            return ErrorPages.Show(StatusCodes.Status400BadRequest, "This form is too old, or your browser did not send its cookie with it. Nothing was changed: go back, reload the page and send it again.");
        await services.GetRequiredService<FormState>().ReadAsync(http);
        return await next(context);
    }
}
