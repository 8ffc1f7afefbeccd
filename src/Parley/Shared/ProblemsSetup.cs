using Microsoft.AspNetCore.Diagnostics;

namespace Parley.Shared;

/// <summary>Makes every answer of <c>/api/v1</c> JSON: strict reading, problem details for whatever goes wrong.</summary>
internal static class ProblemsSetup
{
    public static readonly PathString Api = "/api/v1";

    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddProblemDetails();
        services.AddExceptionHandler<ApiExceptionHandler>();
        services.ConfigureHttpJsonOptions(json => StrictJson.Apply(json.SerializerOptions));
        // The framework's own answer to a body that cannot be read is an empty 400; as an exception it reaches the handler above.
        services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = true);
        return services;
    }

    /// <summary>Goes before everything that may fail; the engine answers for itself on <c>/v1</c>.</summary>
    public static IApplicationBuilder UseProblems(this IApplicationBuilder app)
    {
        app.UseExceptionHandler();
        app.UseWhen(context => context.Request.Path.StartsWithSegments(Api), api => api.UseStatusCodePages(WriteBareStatus));
        return app;
    }

    private static Task WriteBareStatus(StatusCodeContext context)
    {
        var request = context.HttpContext.Request;
        var status = context.HttpContext.Response.StatusCode;
        var detail = status switch
        {
            StatusCodes.Status404NotFound => $"There is no {request.Method} {request.Path}. /openapi/v1.json lists what there is.",
            StatusCodes.Status405MethodNotAllowed => $"{request.Path} does not take {request.Method}, but {context.HttpContext.Response.Headers.Allow}.",
            StatusCodes.Status415UnsupportedMediaType => Problems.NoJson,
            _ => "The request was refused.",
        };
        return Problems.WriteAsync(context.HttpContext, Problems.Details(status, detail));
    }
}
