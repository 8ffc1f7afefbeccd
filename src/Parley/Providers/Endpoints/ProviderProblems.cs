using Microsoft.AspNetCore.Http.HttpResults;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Endpoints;

/// <summary>What a change that was not made answers.</summary>
internal static class ProviderProblems
{
    public static ProblemHttpResult NotFound(string name) => Problems.NotFound($"There is no provider {name}. GET /api/v1/providers lists them.");

    /// <summary>Null when the change was made.</summary>
    public static ProblemHttpResult? Of(HttpContext context, string name, ProviderChange change, Func<Provider, string> foreign) => change switch
    {
        { Outcome: ChangeOutcome.Done } => null,
        { Outcome: ChangeOutcome.Invalid, Errors: { } errors } => Problems.Invalid(errors.ToDictionary()),
        { Outcome: ChangeOutcome.Stale, Row: { } row } => IfMatch.Mismatch(context, $"The provider {row.Name}", row.Version),
        { Outcome: ChangeOutcome.Foreign, Row: { } row } => Problems.Conflict(foreign(row)),
        _ => NotFound(name),
    };
}
