namespace Parley.Ui.Rendering;

/// <summary>Goes around every page's handler: makes the page's context ready and reads the form that was sent.</summary>
internal sealed class PageFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        await http.RequestServices.GetRequiredService<PageContext>().PrepareAsync(http);
        await http.RequestServices.GetRequiredService<FormState>().ReadAsync(http);
        return await next(context);
    }
}
