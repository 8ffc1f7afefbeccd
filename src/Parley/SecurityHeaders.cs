namespace Parley;

/// <summary>Headers that every answer carries: nothing of Parley is to be framed, sniffed or run as a page.</summary>
internal sealed class SecurityHeaders(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        var response = context.Response;
        // Model calls come from programs: what all others get concerns browsers only.
        if (context.Request.Path.StartsWithSegments("/v1")) response.Headers.XContentTypeOptions = "nosniff";
        // At the last moment: an exception on its way to its handler clears whatever was set before.
        else response.OnStarting(static state => Set(((HttpResponse)state).Headers), response);
        return next(context);
    }

    private static Task Set(IHeaderDictionary headers)
    {
        headers.XContentTypeOptions = "nosniff";
        headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
