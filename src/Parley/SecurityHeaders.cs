namespace Parley;

/// <summary>Headers that every answer carries: nothing of Parley is to be framed, sniffed or run as a page.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        // Model calls come from programs: what follows concerns browsers only.
        if (!context.Request.Path.StartsWithSegments("/v1"))
        {
            headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
            headers["Referrer-Policy"] = "no-referrer";
            headers.CacheControl = "no-store";
        }

        return next(context);
    }
}
