using System.Globalization;

namespace Parley.Gateway.Upstreams.Gemini;

/// <summary>Base addresses of Google's API: its own SDKs take them without a version, others with one.</summary>
public static class GeminiAddress
{
    /// <summary>The base address with a version and without a slash at its end: its own, or <c>/v1beta</c> where it has none.</summary>
    public static string WithVersion(Uri baseUrl)
    {
        ArgumentNullException.ThrowIfNull(baseUrl);
        var address = baseUrl.AbsoluteUri.TrimEnd('/');
        var last = address[(address.LastIndexOf('/') + 1)..];
        return IsVersion(last) || IsProject(baseUrl) ? address : address + "/v1beta";
    }

    /// <summary>An address of a project or a publisher, as Google's door for cloud customers has them: the version stands in front.</summary>
    internal static bool IsProject(Uri baseUrl) =>
        baseUrl.AbsolutePath.Contains("/projects/", StringComparison.Ordinal) || baseUrl.AbsolutePath.Contains("/publishers/", StringComparison.Ordinal);

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
