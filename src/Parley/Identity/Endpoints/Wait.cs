using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

internal static class Wait
{
    /// <summary>429, with a Retry-After in whole seconds.</summary>
    public static ProblemHttpResult For(HttpContext context, string text, TimeSpan wait)
    {
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return Problems.Create(StatusCodes.Status429TooManyRequests, text);
    }
}
