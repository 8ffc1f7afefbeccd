using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Http;

/// <summary>Parley's own response headers: who answered, after how many tries, and what could not be carried; and the rate limits: Parley's own where the caller has some, the vendor's otherwise, whose word on another try goes on in any case.</summary>
internal static class AnswerHeaders
{
    private const int LongestNames = 4000;
    private const int LongestModel = 500;

    private static readonly string[] SmallNumbers = ["0", "1", "2", "3", "4"];

    public static void Set(IHeaderDictionary headers, LlmAnswer answer, LlmRequest request)
    {
        if (answer.Target is { } target)
        {
            headers["x-parley-provider"] = target.Upstream.Name;
            headers["x-parley-model"] = Shorten(Printable(target.UpstreamModel), LongestModel);
        }

        var attempts = answer.Attempts;
        headers["x-parley-attempts"] = attempts < SmallNumbers.Length ? SmallNumbers[attempts] : attempts.ToString(CultureInfo.InvariantCulture);
        headers["x-parley-cache"] = answer.Cache.State switch { CacheState.Hit => "hit", CacheState.Miss => "miss", _ => "off" };
        var hasOwnLimits = LimitHeaders.TrySet(headers, request);
        var limits = answer.RateLimits;
        for (var i = 0; i < limits.Count; i++)
            if (!hasOwnLimits || RateLimitHeaders.IsOfRetry(limits[i].Key)) headers[limits[i].Key] = limits[i].Value;
        if (answer.Dropped.Count > 0) headers["x-parley-dropped"] = Shorten(string.Join(", ", answer.Dropped.Select(Printable)), LongestNames);
        if (answer.IsEstimate) headers["x-parley-estimated"] = "true";
    }

    /// <summary>Clients have limits for all headers together: Node's is 16 KiB.</summary>
    private static string Shorten(string text, int most) => text.Length <= most ? text : string.Concat(text.AsSpan(0, most), "...");

    /// <summary>Header values are visible ASCII; names that callers made up may not be.</summary>
    private static string Printable(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? Uri.EscapeDataString(text) : text;
}
