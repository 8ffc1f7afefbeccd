using Parley.Ui;

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
        else response.OnStarting(static state => Set((HttpResponse)state), response);
        return next(context);
    }

    private static Task Set(HttpResponse response)
    {
        var headers = response.Headers;
        var rules = response.HttpContext.Features.Get<ResponseRules>();
        headers.XContentTypeOptions = "nosniff";
        if (rules?.Policy is { } policy)
        {
            headers.ContentSecurityPolicy = policy;
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(self), payment=(), usb=()";
        }
        else headers.TryAdd("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
        // A browser that was here by HTTPS once comes no other way. Ignored by them where the certificate is not one that they trust.
        if (response.HttpContext.Request is { IsHttps: true, Host.Host: not "localhost" }) headers.StrictTransportSecurity = "max-age=31536000";
        // Forms tell where they come from: same-origin keeps that for our own server only.
        headers["Referrer-Policy"] = rules?.Policy is null ? "no-referrer" : "same-origin";
        headers.CacheControl = response.StatusCode is StatusCodes.Status200OK or StatusCodes.Status304NotModified && rules is not null ? rules.CacheControl : "no-store";
        return Task.CompletedTask;
    }
}
