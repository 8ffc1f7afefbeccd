using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Parley.Shared;

namespace Parley.Api;

/// <summary>Puts each operation's <see cref="OperationExample"/> where OpenAPI wants it.</summary>
internal static class Examples
{
    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var example = context.Description.ActionDescriptor.EndpointMetadata.OfType<OperationExample>().LastOrDefault();
        if (example?.Request is { } request) Put(operation.RequestBody?.Content, request);
        if (example?.Response is { } response)
        {
            var success = operation.Responses?.FirstOrDefault(answer => answer.Key.StartsWith('2')).Value;
            Put(success?.Content, response);
        }

        return Task.CompletedTask;
    }

    private static void Put(IDictionary<string, OpenApiMediaType>? content, string example)
    {
        // Streams of events are text.
        foreach (var (type, media) in content ?? new Dictionary<string, OpenApiMediaType>()) media.Example = type.Contains("json", StringComparison.Ordinal) ? JsonNode.Parse(example) : JsonValue.Create(example);
    }
}
