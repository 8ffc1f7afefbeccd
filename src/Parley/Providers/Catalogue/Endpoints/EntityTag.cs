using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Shared;

namespace Parley.Providers.Catalogue.Endpoints;

/// <summary><c>ETag</c> and <c>If-Match</c> by a version.</summary>
internal static class EntityTag
{
    public static void Say(HttpContext context, long version) => context.Response.Headers.ETag = Of(version);

    /// <summary>Whether a version is one of those that the caller names; null when the caller does not care.</summary>
    public static Func<long, bool>? Wanted(HttpContext context)
    {
        var tags = context.Request.Headers.IfMatch.SelectMany(v => (v ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToList();
        return tags.Count == 0 || tags.Contains("*") ? null : version => tags.Contains(Of(version));
    }

    /// <summary>412, with the version that there is.</summary>
    public static ProblemHttpResult Mismatch(HttpContext context, long version, string what)
    {
        Say(context, version);
        var problem = Problems.Details(StatusCodes.Status412PreconditionFailed,
            $"{what} was changed by somebody else and is now version {version}; nothing was changed. Read it again, and send its ETag as If-Match.");
        problem.Extensions["currentVersion"] = version;
        return TypedResults.Problem(problem);
    }

    private static string Of(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";
}
