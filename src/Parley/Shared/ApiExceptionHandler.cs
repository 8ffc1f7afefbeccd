using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;

namespace Parley.Shared;

/// <summary>Exceptions that reached the top of <c>/api/v1</c> as problem details: bodies that cannot be read name the
/// member at fault; everything else is a 500 that tells nothing but where to look.</summary>
internal sealed partial class ApiExceptionHandler(ILogger<ApiExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!httpContext.Request.Path.StartsWithSegments(ProblemsSetup.Api)) return false;
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        if (DatabaseOutage.IsBehind(exception))
        {
            DatabaseAway(log, httpContext.Request.Method, httpContext.Request.Path, exception.GetBaseException().Message);
            httpContext.Response.Headers.RetryAfter = "2";
            await Problems.WriteAsync(httpContext, Away(isRead: HttpMethods.IsGet(httpContext.Request.Method)));
            return true;
        }

        if (exception is not BadHttpRequestException) Failed(log, httpContext.Request.Method, httpContext.Request.Path, exception);
        await Problems.WriteAsync(httpContext, exception is BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } ? TooLarge(httpContext) : Describe(exception));
        return true;
    }

    internal static ProblemDetails Describe(Exception exception) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } => Describe(json),
        BadHttpRequestException bad when NoBody().IsMatch(bad.Message) => Invalid("body", Problems.NoBody),
        BadHttpRequestException bad when Unbound().Match(bad.Message) is { Success: true } parameter =>
            Invalid(JsonNamingPolicy.CamelCase.ConvertName(parameter.Groups[1].Value), "has a value of a wrong type"),
        BadHttpRequestException bad => Problems.Details(bad.StatusCode, bad.Message),
        _ => Problems.Details(StatusCodes.Status500InternalServerError,
            "Parley failed to do this. Nothing of it can be told here; the server's log has the trace id and the reason."),
    };

    private static ProblemDetails Away(bool isRead) => Problems.Details(StatusCodes.Status503ServiceUnavailable,
        "Parley's database does not answer at the moment. " + (isRead ? "Try again in a moment." : "Look whether the change was made before you try again."));

    private static ProblemDetails TooLarge(HttpContext context)
    {
        var size = context.Request.ContentLength is { } length ? $"has {length} bytes" : "is longer than that";
        var limit = context.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize;
        var details = Problems.Details(StatusCodes.Status413PayloadTooLarge, $"This operation takes a body of at most {limit} bytes, and this one {size}. Nothing of it was used.");
        (details.Extensions["limitBytes"], details.Extensions["sizeBytes"]) = (limit, context.Request.ContentLength);
        return details;
    }

    internal static HttpValidationProblemDetails Describe(JsonException json)
    {
        if (json.Message.StartsWith(Nothing, StringComparison.Ordinal)) return Invalid("body", Problems.NoBody);
        var field = json.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;
        if (Unmapped().Match(json.Message) is { Success: true } unknown)
            return Invalid(Join(field, unknown.Groups[1].Value), "is not a member that this operation takes");
        if (Duplicate().Match(json.Message) is { Success: true } twice)
            return Invalid(Join(field, twice.Groups[1].Value), "is given twice");
        if (Missing().Match(json.Message) is { Success: true } missing)
        {
            var names = Quoted().Matches(missing.Value).Select(name => name.Groups[1].Value);
            return Problems.InvalidDetails(names.ToDictionary<string, string, string[]>(name => name, _ => ["is missing"]));
        }

        return json.InnerException is not JsonException && field is not null
            ? Invalid(field, "has a value of a wrong type")
            : Invalid(field ?? "body", "is not valid JSON for this operation"
                + (json.LineNumber is { } line ? $" (line {line + 1}, byte {json.BytePositionInLine + 1})" : ""));
    }

    private static HttpValidationProblemDetails Invalid(string field, string message) =>
        Problems.InvalidDetails(new Dictionary<string, string[]> { [field] = [message] });

    private static string Join(string? parent, string name) =>
        parent is null || parent == name || parent.EndsWith("." + name, StringComparison.Ordinal) ? parent ?? name : $"{parent}.{name}";

    // The framework tells the member at fault only in its messages; a test holds each of these to the framework's text.
    private const string Nothing = "The input does not contain any JSON tokens";

    [GeneratedRegex("^Implicit body inferred for parameter|was not provided from body\\.$")]
    private static partial Regex NoBody();

    [GeneratedRegex("^Failed to bind parameter \"\\S+ (\\w+)\" from")]
    private static partial Regex Unbound();

    [GeneratedRegex("^The JSON property '(.+?)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("^Duplicate property '(.+?)' encountered")]
    private static partial Regex Duplicate();

    [GeneratedRegex("missing required properties including: (.+?)\\.( |$)")]
    private static partial Regex Missing();

    [GeneratedRegex("'(.+?)'")]
    private static partial Regex Quoted();

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Method} {Path} was answered with 503, the database does not answer: {Problem}")]
    private static partial void DatabaseAway(ILogger log, string method, string path, string problem);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private static partial void Failed(ILogger log, string method, string path, Exception exception);
}
