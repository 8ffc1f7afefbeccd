using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Parley.Api.Page;

namespace Parley.Api;

/// <summary>Front door of what holds for all of <c>/api/v1</c>: its description, <c>/openapi/v1.json</c> for programs and
/// <c>/docs</c> for people, and that requests keep to it.</summary>
internal static class ApiSetup
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        BodyTypes.LeaveToStrictRequests(services);
        services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = operation => operation.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            options.AddOperationTransformer(Examples.Apply);
            options.AddOperationTransformer(Refusals.Apply);
            options.AddDocumentTransformer(DocumentHead.Apply);
            options.AddDocumentTransformer(WireOperations.Apply);
            options.AddDocumentTransformer(ServerOperations.Apply);
        });
        services.AddSingleton<ApiDocument>();
        return services;
    }

    /// <summary>Goes after authorization: strangers learn nothing of what an operation takes. What is refused reaches no handler.</summary>
    public static IApplicationBuilder UseStrictRequests(this IApplicationBuilder app) => app.UseMiddleware<StrictRequests>();

    /// <summary>Open to everybody: it tells nothing about this server but its version.</summary>
    public static void MapApiDescription(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/openapi/v1.json", async (ApiDocument document, CancellationToken cancellationToken) =>
            TypedResults.Bytes(await document.JsonAsync(cancellationToken), "application/json")).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet("/docs", async (ApiDocument document, HttpContext context) =>
        {
            context.Response.Headers.ContentSecurityPolicy = ApiPage.SecurityPolicy;
            return TypedResults.Content(await document.PageAsync(context.RequestAborted), "text/html; charset=utf-8");
        }).AllowAnonymous().ExcludeFromDescription();
    }
}
