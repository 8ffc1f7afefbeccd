using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Parley.Api.Page;

namespace Parley.Api;

/// <summary>Front door of the API's description: <c>/openapi/v1.json</c> for programs, <c>/docs</c> for people.</summary>
internal static class ApiSetup
{
    public static IServiceCollection AddApiDescription(this IServiceCollection services)
    {
        services.AddOpenApi(ApiDocument.Name, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.ShouldInclude = operation => operation.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
            options.AddOperationTransformer(Examples.Apply);
            options.AddDocumentTransformer(DocumentHead.Apply);
            options.AddDocumentTransformer(WireOperations.Apply);
        });
        services.AddSingleton<ApiDocument>();
        return services;
    }

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
