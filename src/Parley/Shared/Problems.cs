using System.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Parley.Shared;

/// <summary>Answers of <c>/api/v1</c> that are not success: RFC 9457 problem details with a <c>traceId</c>; validation
/// problems name fields in <c>errors</c>.</summary>
internal static class Problems
{
    /// <summary>What is said of the field "body" when there is none.</summary>
    public const string NoBody = "is missing: this operation takes a JSON body";

    /// <summary>What is said to a body that is no JSON.</summary>
    public const string NoJson = "Send the body as application/json, in UTF-8; curl does with --json instead of -d.";

    /// <summary>400: one field cannot be used. The message continues the field's name ("must be ...").</summary>
    public static ProblemHttpResult Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]> { [field] = [message] });

    /// <summary>400: these fields cannot be used, each with the reasons.</summary>
    public static ProblemHttpResult Invalid(IDictionary<string, string[]> errors) => TypedResults.Problem(InvalidDetails(errors));

    /// <summary>404: no such object, or not this caller's: the same answer.</summary>
    public static ProblemHttpResult NotFound(string detail) => Create(StatusCodes.Status404NotFound, detail);

    /// <summary>409: the state of things does not allow it.</summary>
    public static ProblemHttpResult Conflict(string detail) => Create(StatusCodes.Status409Conflict, detail);

    /// <summary>Any other status; the detail says what happened and what to do.</summary>
    public static ProblemHttpResult Create(int status, string detail) => TypedResults.Problem(Details(status, detail));

    /// <summary>Writes a problem where there is no handler to return one (authentication, exceptions).</summary>
    public static Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier;
        context.Response.StatusCode = problem.Status ?? StatusCodes.Status500InternalServerError;
        return context.Response.WriteAsJsonAsync(problem, problem.GetType(), StrictJson.Options, "application/problem+json", context.RequestAborted);
    }

    public static ProblemDetails Details(int status, string detail) => new() { Type = Type(status), Status = status, Title = Title(status), Detail = detail };

    public static HttpValidationProblemDetails InvalidDetails(IDictionary<string, string[]> errors) => new(errors)
    {
        Type = Type(StatusCodes.Status400BadRequest),
        Status = StatusCodes.Status400BadRequest,
        Title = "The request cannot be used as it is.",
        Detail = string.Join(' ', errors.Select(field => $"{field.Key} {string.Join(", ", field.Value)}.")),
    };

    /// <summary>Where the status is explained: the type of problems that say no more of their kind than the status does.</summary>
    private static string Type(int status) => status switch
    {
        StatusCodes.Status422UnprocessableEntity => Rfc9110 + "15.5.21",
        StatusCodes.Status426UpgradeRequired => Rfc9110 + "15.5.22",
        StatusCodes.Status428PreconditionRequired or StatusCodes.Status429TooManyRequests or StatusCodes.Status431RequestHeaderFieldsTooLarge =>
            $"https://www.rfc-editor.org/rfc/rfc6585#section-{(status == 428 ? 3 : status == 429 ? 4 : 5)}",
        >= 400 and <= 417 => $"{Rfc9110}15.5.{status - 399}",
        >= 500 and <= 505 => $"{Rfc9110}15.6.{status - 499}",
        _ => "about:blank",
    };

    private const string Rfc9110 = "https://www.rfc-editor.org/rfc/rfc9110#section-";

    private static string Title(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);
}
