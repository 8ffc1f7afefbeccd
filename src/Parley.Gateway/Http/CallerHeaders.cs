using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Http;

/// <summary>What a caller says beside the body of a request.</summary>
internal static class CallerHeaders
{
    private const int LongestTags = 256, LongestWait = 600_000;

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

    /// <summary>The labels for usage records; null when there are none. Throws <see cref="GatewayFaultException"/> (400) for more than can be kept.</summary>
    public static string? Tags(IHeaderDictionary headers)
    {
        var values = headers["x-parley-tags"];
        if (values.Count == 0) return null;
        var tags = values.ToString();
        if (tags.Length > LongestTags) throw GatewayFaultException.Invalid($"The header x-parley-tags has {tags.Length} characters, and a usage record keeps {LongestTags}. Nothing was sent to a model.", "x-parley-tags");
        return tags.Length == 0 ? null : tags;
    }

    /// <summary>The named route that the caller wants; null for the model's own.</summary>
    public static string? RouteAsked(IHeaderDictionary headers) => headers["x-parley-route"] is [{ Length: > 0 } route] ? route : null;

    /// <summary>Within what time the caller wants the first token; null for no such wish. Throws <see cref="GatewayFaultException"/> (400) for what is no such time.</summary>
    public static TimeSpan? MaxFirstToken(IHeaderDictionary headers)
    {
        var values = headers["x-parley-max-ttft-ms"];
        if (values.Count == 0) return null;
        return values is [{ } value] && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is > 0 and <= LongestWait
            ? TimeSpan.FromMilliseconds(milliseconds)
            : throw GatewayFaultException.Invalid($"The header x-parley-max-ttft-ms must be a whole number of milliseconds from 1 to {LongestWait}. Nothing was sent to a model.", "x-parley-max-ttft-ms");
    }

    /// <summary>Whether the caller wants its stream to outlive the connection; null when it does not say. Throws <see cref="GatewayFaultException"/> (400) for what is neither yes nor no.</summary>
    public static bool? Resumable(IHeaderDictionary headers)
    {
        var values = headers["x-parley-resumable"];
        if (values.Count == 0) return null;
        return values is [{ } value] && bool.TryParse(value, out var wanted)
            ? wanted
            : throw GatewayFaultException.Invalid("The header x-parley-resumable must be 'true' or 'false'. Nothing was sent to a model.", "x-parley-resumable");
    }
}
