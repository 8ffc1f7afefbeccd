using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Parley.Api;

/// <summary>Describes what stands beside <c>/v1</c> and <c>/api/v1</c>, for programs that watch a server or check its tokens. A test holds this list to the mapped routes.</summary>
internal static class ServerOperations
{
    private const string Text = "text/plain", Tag = "Operations";

    private static readonly ServerOperation[] All =
    [
        new("/health/live", "isLive", "Whether the process runs.", "For whoever restarts it when it hangs.", Text, "live"),
        new("/health/ready", "isReady", "Whether this node should get requests.", "It serves, it is not stopping, its database answers, and usage records can be written. For load balancers.", Text, "ready")
        {
            Refusals = [("503", "Not now: the answer says why in a word.")],
        },
        new("/metrics", "readMetrics", "Metrics in Prometheus' format.",
            "With an admin key; without one on the port of its own that Parley:Monitoring:MetricsPort names.", Text, "parley_requests_active 3")
        {
            Refusals = [("401", "No key, or one that is wrong, revoked or expired."), ("403", "The key lacks the scope admin.")],
        },
        new("/.well-known/jwks.json", "readTokenKeys", "The public keys of the access tokens that this server gives (RFC 7517).",
            "With them other services check tokens by themselves.", "application/json", """{"keys":[{"kty":"EC","use":"sig","alg":"ES256","kid":"01m8","crv":"P-256","x":"f83OJ3D2...","y":"x_FEzRu9..."}]}"""),
    ];

    public static Task Apply(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Paths ??= [];
        (document.Tags ??= new HashSet<OpenApiTag>()).Add(new OpenApiTag { Name = Tag });
        foreach (var operation in All)
        {
            var path = new OpenApiPathItem();
            path.AddOperation(HttpMethod.Get, Describe(operation, document));
            document.Paths[operation.Path] = path;
        }

        return Task.CompletedTask;
    }

    private static OpenApiOperation Describe(ServerOperation server, OpenApiDocument document)
    {
        var isText = server.Type == Text;
        var operation = new OpenApiOperation
        {
            OperationId = server.Id,
            Tags = new HashSet<OpenApiTagReference> { new(Tag, document) },
            Summary = server.Summary,
            Description = server.Description,
            Responses = new OpenApiResponses
            {
                ["200"] = new OpenApiResponse
                {
                    Description = "The answer.",
                    Content = new Dictionary<string, OpenApiMediaType>
                    {
                        [server.Type] = new() { Schema = new OpenApiSchema { Type = isText ? JsonSchemaType.String : JsonSchemaType.Object }, Example = isText ? JsonValue.Create(server.Example) : JsonNode.Parse(server.Example) },
                    },
                },
            },
        };
        foreach (var (status, text) in server.Refusals) operation.Responses[status] = new OpenApiResponse { Description = text };
        return operation;
    }

    private sealed record ServerOperation(string Path, string Id, string Summary, string Description, string Type, string Example)
    {
        public (string Status, string Text)[] Refusals { get; init; } = [];
    }
}
