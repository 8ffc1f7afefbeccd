using Microsoft.Net.Http.Headers;

namespace Parley.Identity.Keys;

/// <summary>The one table of carriers: where a credential may stand, in order. The first that is present decides.</summary>
internal static class Credentials
{
    private const string Bearer = "Bearer ";
    private static readonly string[] PlainHeaders = ["x-api-key", "api-key", "x-goog-api-key"];

    /// <summary>The credential of a request, and the header's value in which it stands; empty for none. Several values in one
    /// header are no credential.</summary>
    public static ReadOnlySpan<char> Find(IHeaderDictionary headers, out string carrier)
    {
        carrier = "";
        if (headers.TryGetValue(HeaderNames.Authorization, out var authorization) && authorization is [{ } value]
            && value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            carrier = value;
            return value.AsSpan(Bearer.Length).Trim();
        }

        foreach (var name in PlainHeaders)
        {
            if (!headers.TryGetValue(name, out var values) || values is not [{ Length: > 0 } plain]) continue;
            carrier = plain;
            return plain.AsSpan().Trim();
        }

        return default;
    }
}
