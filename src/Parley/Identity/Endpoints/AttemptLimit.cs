using System.Globalization;
using Parley.Identity.Sessions;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary>So many attempts a minute from one network address: a bucket that is refilled evenly, on each node.</summary>
internal sealed class AttemptLimit(AttemptBuckets buckets) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (buckets.Take(Device.AddressOf(context.HttpContext)) is not { } wait) return next(context);
        context.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new(Problems.Create(StatusCodes.Status429TooManyRequests, "Too many attempts from your network address. Nothing was done; try again in a moment."));
    }
}
