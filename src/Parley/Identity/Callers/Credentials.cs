using Microsoft.Net.Http.Headers;

namespace Parley.Identity.Callers;

/// <summary>The one table of carriers: where a credential may stand, in order. The first that is present decides.</summary>
internal static class Credentials
{
    private const string Bearer = "Bearer ";
    private static readonly string[] PlainHeaders = ["x-api-key", "api-key", "x-goog-api-key"];

    /// <summary>The credential of a request; empty for none. Several values in one header are no credential.</summary>
    /// <param name="headers">The request's.</param>
    /// <param name="carrier">The value of the one header whose string the server keeps for a connection's next request; else empty.</param>
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
            if (headers.TryGetValue(name, out var values) && values is [{ Length: > 0 } plain]) return plain.AsSpan().Trim();
        }

        return default;
    }

    /// <summary>Whether one of the headers is there, whatever stands in it.</summary>
    public static bool AreAny(IHeaderDictionary headers) => headers.ContainsKey(HeaderNames.Authorization) || PlainHeaders.Any(headers.ContainsKey);
}
