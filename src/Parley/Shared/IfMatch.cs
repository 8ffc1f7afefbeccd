using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Parley.Shared;

/// <summary>What the header <c>If-Match</c> asks for: that the object is still of a version that the caller saw. Versions
/// are numbers, told in <c>ETag</c>.</summary>
internal sealed class IfMatch
{
    /// <summary>What the description says of the header.</summary>
    public const string Means = "The ETag that was read: the change is made only if nobody changed it since, and refused with 412 otherwise. Without it the last change wins.";

    private readonly ImmutableArray<string> _tags;

    private IfMatch(ImmutableArray<string> tags) => _tags = tags;

    /// <summary>Any version will do: no header, or <c>*</c>.</summary>
    public static IfMatch Any { get; } = new([]);

    public bool Allows(long version) => _tags.IsEmpty || _tags.Contains(TagOf(version));

    /// <summary>Reads the header; false with the problem to answer when it holds no tags. A weak tag counts like a strong
    /// one, because proxies that compress make tags weak.</summary>
    public static bool TryRead(string? header, [NotNullWhen(true)] out IfMatch? wanted, [NotNullWhen(false)] out ProblemHttpResult? problem)
    {
        (wanted, problem) = (null, null);
        if (string.IsNullOrWhiteSpace(header)) wanted = Any;
        else if (!EntityTagHeaderValue.TryParseList([header], out var tags)) problem = Problems.Invalid("If-Match", "must be an ETag as it was read, with its quotes, or *");
        else wanted = tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)) ? Any : new([.. tags.Select(tag => tag.Tag.ToString())]);
        return wanted is not null;
    }

    /// <summary>Tells the version of what is answered.</summary>
    public static void Tell(HttpContext context, long version) => context.Response.Headers.ETag = TagOf(version);

    /// <summary>412: somebody was faster. Tells the version that holds now.</summary>
    public static ProblemHttpResult Mismatch(HttpContext context, string what, long current)
    {
        Tell(context, current);
        var details = Problems.Details(StatusCodes.Status412PreconditionFailed,
            $"{what} was changed by somebody else meanwhile and is at version {TagOf(current)} now. Nothing was changed; read it again, and repeat the change if it is still wanted.");
        details.Extensions["currentVersion"] = current;
        return TypedResults.Problem(details);
    }

    private static string TagOf(long version) => $"\"{version.ToString(CultureInfo.InvariantCulture)}\"";
}
