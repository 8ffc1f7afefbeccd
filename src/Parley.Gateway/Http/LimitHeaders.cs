using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline.Admission;

namespace Parley.Gateway.Http;

/// <summary>Tells a caller what is left of its own limits, in the headers by which the vendors tell it: clients pace themselves by them.</summary>
internal static class LimitHeaders
{
    private static readonly Names OpenAiRequests = new("x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests");
    private static readonly Names OpenAiTokens = new("x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens");
    private static readonly Names AnthropicRequests = new("anthropic-ratelimit-requests-limit", "anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset");
    private static readonly Names AnthropicTokens = new("anthropic-ratelimit-tokens-limit", "anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset");

    /// <summary>Sets them; false for a caller without limits a minute.</summary>
    public static bool TrySet(IHeaderDictionary headers, LlmRequest request)
    {
        if (request.Limits is not { } book || !book.Concerns(request)) return false;
        var (requests, tokens) = book.View(request);
        if (requests.Capacity == 0 && tokens.Capacity == 0) return false;
        var isAnthropic = request.Format == WireFormat.Messages;
        Set(headers, isAnthropic ? AnthropicRequests : OpenAiRequests, requests, isAnthropic, book);
        Set(headers, isAnthropic ? AnthropicTokens : OpenAiTokens, tokens, isAnthropic, book);
        return true;
    }

    private static void Set(IHeaderDictionary headers, in Names names, TokenBucket bucket, bool isAnthropic, LimitBook book)
    {
        if (bucket.Capacity == 0) return;
        headers[names.Limit] = bucket.Capacity.ToString(CultureInfo.InvariantCulture);
        headers[names.Remaining] = bucket.Left.ToString(CultureInfo.InvariantCulture);
        headers[names.Reset] = isAnthropic ? Moment(book.UtcNow + TimeSpan.FromTicks(bucket.UntilFull)) : Duration(TimeSpan.FromTicks(bucket.UntilFull));
    }

    /// <summary>As OpenAI writes it: <c>12ms</c>, <c>1s</c>, <c>6m0s</c>, <c>1h0m0s</c>; rounded up, so that nobody comes too early.</summary>
    internal static string Duration(TimeSpan time)
    {
        var milliseconds = (long)Math.Ceiling(time.TotalMilliseconds);
        if (milliseconds < 1000) return string.Create(CultureInfo.InvariantCulture, $"{milliseconds}ms");
        var seconds = (milliseconds + 999) / 1000;
        return seconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{seconds}s")
            : seconds < 3600 ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60}m{seconds % 60}s")
            : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600}h{seconds / 60 % 60}m{seconds % 60}s");
    }

    /// <summary>As Anthropic writes it: RFC 3339 in whole seconds; rounded up.</summary>
    internal static string Moment(DateTimeOffset at)
    {
        var ticks = at.UtcTicks + TimeSpan.TicksPerSecond - 1;
        return new DateTimeOffset(ticks - ticks % TimeSpan.TicksPerSecond, TimeSpan.Zero).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
    }

    /// <summary>The three headers of one limit.</summary>
    private readonly record struct Names(string Limit, string Remaining, string Reset);
}
