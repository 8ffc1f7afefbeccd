using Parley.Gateway.Upstreams.Gemini;

namespace Parley.Gateway.Dialects.Gemini;

/// <summary>Names of models as resources, which stand in addresses here. A caller may choose the name where a provider takes any.</summary>
internal static class ModelPath
{
    private static readonly string[] Collections = ["models/", "tunedModels/", "publishers/"];

    /// <summary>The resource's name: <c>models/gemini-x</c>. One that already begins with a collection stays.</summary>
    public static string ResourceOf(string model) => IsResource(model) ? model : "models/" + model;

    /// <summary>The resource as the path of an address, with its slash; null for a name that would lead elsewhere.</summary>
    public static string? Escape(string model)
    {
        var segments = IsResource(model) ? model.Split('/') : ["models", model];
        // A dot in front of another path would be resolved, however it is escaped.
        return Array.Exists(segments, s => s is "" or "." or "..") ? null : "/" + string.Join('/', segments.Select(Uri.EscapeDataString));
    }

    /// <summary>Google's door for cloud customers, whose format differs in small things.</summary>
    public static bool IsVertex(Uri? baseUrl) => baseUrl is not null
        && (baseUrl.Host.EndsWith("aiplatform.googleapis.com", StringComparison.OrdinalIgnoreCase) || GeminiAddress.IsProject(baseUrl));

    private static bool IsResource(string model) => Array.Exists(Collections, c => model.StartsWith(c, StringComparison.Ordinal));
}
