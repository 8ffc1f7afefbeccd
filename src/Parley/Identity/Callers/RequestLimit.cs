using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Parley.Gateway.Http;
using Parley.Gateway.Ports;
using Parley.Ui;

namespace Parley.Identity.Callers;

/// <summary>
/// So many requests a minute from one person, by whatever sessions and keys, to everything that asks who is calling: the framework's token buckets, on each node.
/// A stream or socket counts once, when it is opened. Not model calls, which the engine limits, and not what strangers may do, which has limits of its own.
/// </summary>
internal static class RequestLimit
{
    public static void AddRequestLimit(this IServiceCollection services, IdentityOptions options) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => BucketOf(CallerIdentity.Find(context.User), options.RequestsPerMinute));
        limiter.OnRejected = (rejected, _) => new(RefuseAsync(rejected.HttpContext, rejected.Lease));
    });

    /// <summary>Goes behind the authorization: it counts by caller, and whoever is refused anyway takes nothing of anybody.</summary>
    public static IApplicationBuilder UseRequestLimit(this IApplicationBuilder app) => app.UseWhen(Counts, counted => counted.UseRateLimiter());

    private static bool Counts(HttpContext context) =>
        CallerIdentity.Of(context.User) is not null && !WireErrors.Covers(context.Request.Path) && context.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is null;

    private static RateLimitPartition<string> BucketOf(Caller? caller, int perMinute) => perMinute == 0 || caller is null
        ? RateLimitPartition.GetNoLimiter("")
        : PerMinute.Of(caller.UserId ?? $"key {caller.KeyId}", perMinute);

    private static Task RefuseAsync(HttpContext context, RateLimitLease lease)
    {
        var seconds = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, Math.Ceiling(wait.TotalSeconds)) : 1;
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return PageProblem.WriteAsync(context, StatusCodes.Status429TooManyRequests, "Too many requests came from you within a minute. This one did nothing; send it again in a moment.");
    }
}
