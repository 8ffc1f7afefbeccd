using System.Net.Http.Headers;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>
/// The vendor's rate limits and what it says of another try, by which clients pace themselves: the only headers of a vendor's response that go on to the caller.
/// All others stay here, for they tell of the operator's account (<c>openai-organization</c>), the vendor's own
/// request ids, cookies and machines.
/// </summary>
internal static class RateLimitHeaders
{
    private const int Most = 24;
    private const int LongestValue = 200;

    /// <summary>Those among a response's headers; the same empty list when there are none, as most vendors' have.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Of(HttpResponseHeaders headers)
    {
        List<KeyValuePair<string, string>>? found = null;
        foreach (var (name, values) in headers.NonValidated)
        {
            if (!name.StartsWith("x-ratelimit-", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("anthropic-ratelimit-", StringComparison.OrdinalIgnoreCase) && !IsOfRetry(name)) continue;
            var value = values.ToString();
            // What is no visible ASCII cannot be sent on.
            if (value.Length is 0 or > LongestValue || value.AsSpan().ContainsAnyExceptInRange(' ', '~')) continue;
            (found ??= []).Add(new(name, value));
            if (found.Count == Most) break;
        }

        return found ?? (IReadOnlyList<KeyValuePair<string, string>>)[];
    }

    /// <summary>Says when to try again, or whether to: the vendors' SDKs read them before the status.</summary>
    public static bool IsOfRetry(string name) =>
        name.Equals("retry-after-ms", StringComparison.OrdinalIgnoreCase) || name.Equals("x-should-retry", StringComparison.OrdinalIgnoreCase);
}
