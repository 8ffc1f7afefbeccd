using System.Text.Json;
using System.Text.Json.Nodes;

namespace Parley.Shared;

/// <summary>JSON Merge Patch (RFC 7396): members that are given replace, null takes away, everything else stays.</summary>
internal static class MergePatch
{
    public const string ContentType = "application/merge-patch+json";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>Reads a request's body. What is no patch of a <typeparamref name="T"/> throws as bodies of the wrong form do everywhere.</summary>
    public static async Task<JsonObject> ReadAsync<T>(HttpRequest request, CancellationToken cancellationToken)
    {
        try
        {
            var patch = await JsonNode.ParseAsync(request.Body, documentOptions: Strict, cancellationToken: cancellationToken) as JsonObject
                ?? throw new JsonException("The patch must be an object.", "$", null, null);
            _ = patch.Deserialize<T>(StrictJson.Options); // unknown members and wrong types are told before anything is looked up
            return patch;
        }
        catch (JsonException wrong)
        {
            throw new BadHttpRequestException("The body is no patch of this.", wrong);
        }
    }

    /// <summary>A copy of an object with a patch applied. Lists are replaced as wholes.</summary>
    public static T Apply<T>(T target, JsonObject patch)
    {
        var node = JsonSerializer.SerializeToNode(target, StrictJson.Options)!.AsObject();
        Merge(node, patch);
        return node.Deserialize<T>(StrictJson.Options)!;
    }

    private static void Merge(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            if (value is null) target.Remove(name);
            else if (value is not JsonObject deeper) target[name] = value.DeepClone();
            else if (target[name] is JsonObject inner) Merge(inner, deeper);
            else
            {
                var fresh = new JsonObject();
                Merge(fresh, deeper);
                target[name] = fresh;
            }
        }
    }
}
