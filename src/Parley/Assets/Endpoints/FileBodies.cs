using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Parley.Assets.Endpoints;

/// <summary>Describes bodies that are no JSON. Told here and not by the routes: what a route takes is read and checked before its operation runs, and these read theirs as it arrives.</summary>
internal static class FileBodies
{
    public static RouteHandlerBuilder TakesForm(this RouteHandlerBuilder operation) => operation.AddOpenApiOperationTransformer((described, _, _) =>
    {
        var schema = new OpenApiSchema
        {
            Type = JsonSchemaType.Object, Required = new HashSet<string> { "file" },
            Properties = new Dictionary<string, IOpenApiSchema> { ["file"] = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary", Description = "The file." } },
        };
        described.RequestBody = new OpenApiRequestBody
        {
            Required = true, Content = new Dictionary<string, OpenApiMediaType> { ["multipart/form-data"] = new() { Schema = schema, Example = new JsonObject { ["file"] = "harbour.jpg" } } },
        };
        return Task.CompletedTask;
    });
}
