using System.Globalization;
using Parley.Identity.Endpoints;
using Parley.Identity.Sessions;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary>As AttemptLimit does for programs, from the same buckets.</summary>
internal sealed class PageAttemptLimit(AttemptBuckets buckets) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || buckets.Take(Device.AddressOf(http)) is not { } wait) return next(context);
        http.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new(PageResult.Refuse(StatusCodes.Status429TooManyRequests, "Too many attempts came from your network address. Nothing was done; go back and try again in a moment."));
    }
}
