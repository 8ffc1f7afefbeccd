using Microsoft.AspNetCore.Diagnostics;
using Parley.Shared;

namespace Parley.Ui.Rendering;

/// <summary>Exceptions that reached the top outside of <c>/api/v1</c> and <c>/v1</c>: a page for people, a problem for programs.</summary>
internal sealed partial class PageExceptionHandler(ILogger<PageExceptionHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        var path = httpContext.Request.Path;
        if (path.StartsWithSegments(ProblemsSetup.Api) || path.StartsWithSegments("/v1")) return false;
        if (exception is OperationCanceledException && httpContext.RequestAborted.IsCancellationRequested) return true;
        var status = exception switch
        {
            BadHttpRequestException bad => bad.StatusCode,
            // A form that the framework could not take apart.
            InvalidDataException => StatusCodes.Status400BadRequest,
            _ when DatabaseOutage.IsBehind(exception) => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        };
        if (status >= 500) Failed(log, httpContext.Request.Method, path, exception);
        if (ErrorPages.IsForPeople(httpContext)) await ErrorPages.WriteAsync(httpContext, status);
        else await Problems.WriteAsync(httpContext, Problems.Details(status, "Parley failed to do this. The server's log has the trace id and the reason."));
        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private static partial void Failed(ILogger log, string method, string path, Exception exception);
}
