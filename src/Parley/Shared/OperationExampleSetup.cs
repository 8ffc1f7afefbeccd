using Microsoft.OpenApi;

namespace Parley.Shared;

internal static class OperationExampleSetup
{
    public static RouteHandlerBuilder WithExample(this RouteHandlerBuilder operation, string? request = null, string? response = null) =>
        operation.WithMetadata(new OperationExample(request, response));

    /// <summary>Its answer is no JSON, but a file.</summary>
    public static RouteHandlerBuilder GivesBytes(this RouteHandlerBuilder operation, string mediaType, string description) => operation.Produces<Stream>(StatusCodes.Status200OK, mediaType)
        .AddOpenApiOperationTransformer((described, _, _) =>
        {
            var bytes = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
            described.Responses!["200"] = new OpenApiResponse { Description = description, Content = new Dictionary<string, OpenApiMediaType> { [mediaType] = bytes } };
            return Task.CompletedTask;
        });
}
