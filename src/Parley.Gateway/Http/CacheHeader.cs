using System.Globalization;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Http;

/// <summary>The request header <c>x-parley-cache: no-store</c>, or <c>max-age=n</c> and <c>only-if-cached</c>, each or both.</summary>
internal static class CacheHeader
{
    public const string Name = "x-parley-cache";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    private static readonly CacheWish NoStore = new() { IsNoStore = true }, OnlyIfCached = new() { OnlyIfCached = true };

    /// <summary>What the caller says; null when it says nothing. Throws <see cref="GatewayFaultException"/> (400) for what is no such word.</summary>
    public static CacheWish? Read(IHeaderDictionary headers) => headers.TryGetValue(Name, out var said) ? Read(said.ToString()) : null;

    internal static CacheWish Read(string said)
    {
        var (noStore, onlyIfCached, maxAge) = (false, false, (TimeSpan?)null);
        foreach (var part in said.Split(','))
        {
            var word = part.Trim(' ', '\t');
            if (Is(word, "no-store") && !noStore) noStore = true;
            else if (Is(word, "only-if-cached") && !onlyIfCached) onlyIfCached = true;
            else if (word.StartsWith("max-age=", StringComparison.OrdinalIgnoreCase) && maxAge is null) maxAge = Seconds(word.AsSpan(8));
            else throw Malformed();
        }

        if (noStore && (onlyIfCached || maxAge is not null)) throw Malformed();
        return noStore ? NoStore : onlyIfCached && maxAge is null ? OnlyIfCached : new CacheWish { OnlyIfCached = onlyIfCached, MaxAge = maxAge };
    }

    private static bool Is(string word, string name) => word.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static TimeSpan Seconds(ReadOnlySpan<char> digits)
    {
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9')) throw Malformed();
        // More digits than a number holds are a long time, as RFC 9111 has it.
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < (long)Longest.TotalSeconds ? TimeSpan.FromSeconds(seconds) : Longest;
    }

    private static GatewayFaultException Malformed() => GatewayFaultException.Invalid(
        "The header x-parley-cache must be 'no-store', or 'max-age=' and a number of seconds, or 'only-if-cached', or the last two with a comma between them. Nothing was sent to a model.", Name);
}
