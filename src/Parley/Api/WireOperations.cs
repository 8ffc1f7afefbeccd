using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Parley.Api;

/// <summary>Describes <c>/v1</c>. The engine maps it without anything that a generator could read: the bodies are the
/// vendors' and pass through. A test holds this list to the mapped routes.</summary>
internal static class WireOperations
{
    private static readonly (string Status, string Text)[] Refusals =
    [
        ("400", "The request cannot be used. The message names the field."), ("401", "No key, or one that is wrong, revoked or expired."),
        ("403", "The key lacks the scope gateway."), ("404", "No such model."), ("413", "The body is too large."),
        ("429", "The provider is limiting; retry-after says how long."), ("502", "The provider failed, or refused Parley's credential."),
        ("503", "The provider cannot be reached, or the ledger's database does not answer."), ("504", "The provider did not answer in time."),
        ("529", "The provider is overloaded."),
    ];

    private static readonly (string Status, string Text)[] LookUpRefusals =
    [
        ("400", "The query cannot be used. The message names the member."), ("401", "No key, or one that is wrong, revoked or expired."),
        ("403", "The key lacks the scope gateway."), ("404", "There is nothing of this name, or it is somebody else's."), ("503", "The database does not answer."),
    ];

    public static Task Apply(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Paths ??= [];
        document.Tags ??= new HashSet<OpenApiTag>();
        foreach (var operation in WireOperationList.All)
        {
            document.Tags.Add(new OpenApiTag { Name = operation.Tag });
            if (!document.Paths.TryGetValue(operation.Path, out var path)) document.Paths[operation.Path] = path = new OpenApiPathItem();
            ((OpenApiPathItem)path).AddOperation(operation.Method, Describe(operation, document));
        }

        return Task.CompletedTask;
    }

    private static OpenApiOperation Describe(WireOperation wire, OpenApiDocument document)
    {
        var operation = new OpenApiOperation
        {
            OperationId = wire.Id,
            Tags = new HashSet<OpenApiTagReference> { new(wire.Tag, document) },
            Summary = wire.Summary,
            Description = wire.Description,
            ExternalDocs = new OpenApiExternalDocs { Description = "The vendor's reference", Url = new Uri(wire.Vendor) },
            Responses = [],
        };
        if (wire.Path.Contains("{id}", StringComparison.Ordinal))
        {
            operation.Parameters =
            [
                new OpenApiParameter
                {
                    Name = "id", In = ParameterLocation.Path, Required = true, Description = wire.IdMeans,
                    Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                },
            ];
        }

        foreach (var (name, means) in wire.Query)
            (operation.Parameters ??= []).Add(new OpenApiParameter { Name = name, In = ParameterLocation.Query, Description = means, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        if (wire.Request is { } request) operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Json(request, wire.IsForm ? "multipart/form-data" : "application/json") };
        var content = wire.Binary is { } type ? Bytes(type) : Json(wire.Response);
        if (wire.Streams) content["text/event-stream"] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
        operation.Responses["200"] = new OpenApiResponse
        {
            Description = wire.Streams ? "The answer; as server-sent events when they are asked for." : "The answer.",
            Content = content,
        };
        foreach (var (status, text) in wire.CallsModel ? Refusals : LookUpRefusals)
            operation.Responses[status] = new OpenApiResponse { Description = $"{text} In the format of this operation.", Content = Json(null) };
        return operation;
    }

    private static Dictionary<string, OpenApiMediaType> Bytes(string type) => new()
    {
        [type] = new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
    };

    private static Dictionary<string, OpenApiMediaType> Json(string? example, string type = "application/json") => new()
    {
        [type] = new OpenApiMediaType
        {
            Schema = new OpenApiSchema { Type = JsonSchemaType.Object, AdditionalPropertiesAllowed = true },
            Example = example is null ? null : JsonNode.Parse(example),
        },
    };
}
