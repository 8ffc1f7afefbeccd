using Microsoft.AspNetCore.Http;

namespace Parley.Gateway.Http;

/// <summary>What a caller says beside the body of a request.</summary>
internal static class CallerHeaders
{
    private const int LongestTags = 256;

    private static readonly List<KeyValuePair<string, string>> None = [];

    /// <summary>Those of the named headers that were sent, for the vendor.</summary>
    public static List<KeyValuePair<string, string>> ForVendor(IHeaderDictionary headers, string[] names)
    {
        var found = None;
        foreach (var name in names)
        {
            if (!headers.TryGetValue(name, out var values)) continue;
            if (ReferenceEquals(found, None)) found = new(2);
            found.Add(new(name, values.ToString()));
        }

        return found;
    }

    /// <summary>The labels for usage records; null when there are none, or too many to keep.</summary>
    public static string? Tags(IHeaderDictionary headers) =>
        headers["x-parley-tags"] is [{ Length: > 0 and <= LongestTags } tags] ? tags : null;
}
