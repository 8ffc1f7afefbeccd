using System.Reflection;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Parley.Api;

/// <summary>What holds for all operations: what this is, where, and how callers say who they are.</summary>
internal static class DocumentHead
{
    private const string Bearer = "bearer";
    private const string KeyHeader = "x-api-key";

    public static Task Apply(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Parley",
            Version = typeof(DocumentHead).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0],
            Description = "Under /v1 are the vendors' wire formats as they are: give an OpenAI or Anthropic SDK this server's address and a Parley key. "
                + "Under /api/v1 are Parley's own operations: JSON in camelCase, members that are not known are refused by name, in bodies and in queries, all mistakes at once, "
                + "lists answer {\"items\": [...], \"next\": \"cursor or null\"}, errors are problem details (RFC 9457), times are RFC 3339 in UTC.",
        };
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Bearer] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "ply_...",
                Description = "A Parley API key, or the access token of a person who signed in (POST /api/v1/auth/login). /v1 asks for the scope gateway; under /api/v1 administration asks for the scope admin, people's own things for a person.",
            },
            [KeyHeader] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = KeyHeader,
                Description = "The same key, as Anthropic's SDKs send it. api-key and x-goog-api-key are read as well.",
            },
        };
        document.Security = [Requirement(Bearer, document), Requirement(KeyHeader, document)];
        return Task.CompletedTask;
    }

    private static OpenApiSecurityRequirement Requirement(string scheme, OpenApiDocument document) =>
        new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
