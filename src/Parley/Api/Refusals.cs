using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Parley.Api;

/// <summary>Describes what <see cref="StrictRequests"/> and the limit of a caller's requests answer: they stand before every operation, so no operation has to say it.</summary>
internal static class Refusals
{
    public static Task Apply(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        // All problems have one schema: that of the refusal which every operation names.
        if (operation.Responses?.GetValueOrDefault("401")?.Content is not { } problem) return Task.CompletedTask;
        Add("400", "Bad Request");
        Add("429", "Too Many Requests");
        if (operation.RequestBody is null) return Task.CompletedTask;
        Add("413", "Content Too Large");
        Add("415", "Unsupported Media Type");
        return Task.CompletedTask;

        void Add(string status, string description) =>
            operation.Responses.TryAdd(status, new OpenApiResponse { Description = description, Content = new Dictionary<string, OpenApiMediaType>(problem) });
    }
}
