using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Shared;

namespace Parley.Chat.Generations.Endpoints;

/// <summary>How a turn that did not begin is told.</summary>
internal static class TurnProblems
{
    public static ProblemHttpResult Of(TurnRefusal refusal, HttpContext context)
    {
        if (refusal.Field is { } field) return Problems.Invalid(field, refusal.Detail);
        if (refusal.Status == StatusCodes.Status429TooManyRequests) context.Response.Headers.RetryAfter = "5";
        return Problems.Create(refusal.Status, refusal.Detail);
    }
}
