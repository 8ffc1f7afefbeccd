using System.Globalization;

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
        && (baseUrl.Host.EndsWith("aiplatform.googleapis.com", StringComparison.OrdinalIgnoreCase) || IsProject(baseUrl));

    /// <summary>The base address with a version: Google's SDKs take it without, others with one.</summary>
    public static string WithVersion(Uri baseUrl)
    {
        var address = baseUrl.AbsoluteUri.TrimEnd('/');
        var last = address[(address.LastIndexOf('/') + 1)..];
        return IsVersion(last) || IsProject(baseUrl) ? address : address + "/v1beta";
    }

    private static bool IsProject(Uri baseUrl) => baseUrl.AbsolutePath.Contains("/projects/", StringComparison.Ordinal) || baseUrl.AbsolutePath.Contains("/publishers/", StringComparison.Ordinal);

    private static bool IsResource(string model) => Array.Exists(Collections, c => model.StartsWith(c, StringComparison.Ordinal));

    /// <summary><c>v1</c>, <c>v1beta</c>, <c>v1alpha</c>, <c>v1beta1</c>.</summary>
    private static bool IsVersion(string segment)
    {
        if (segment is not ['v', >= '0' and <= '9', ..]) return false;
        var rest = segment.AsSpan(1).TrimStart("0123456789");
        if (rest.StartsWith("beta", StringComparison.Ordinal)) rest = rest[4..];
        else if (rest.StartsWith("alpha", StringComparison.Ordinal)) rest = rest[5..];
        return rest.IsEmpty || int.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out _);
    }
}
