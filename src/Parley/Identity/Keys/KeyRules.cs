using System.Text.Json;
using Parley.Gateway.Ports;

namespace Parley.Identity.Keys;

/// <summary>What may be said of a key, for new ones and for changes. Problems are told by field of the API; the text continues the field's name.</summary>
internal static class KeyRules
{
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(3650);

    private const int MaxCacheSeconds = 30 * 24 * 3600;

    public static void Name(string name, Dictionary<string, string[]> problems)
    {
        if (name.Length is 0 or > NewKey.MaxName || name.Trim().Length != name.Length)
            problems["name"] = [$"must have 1 to {NewKey.MaxName} characters, without spaces around them"];
        else if (name.Any(char.IsControl))
            problems["name"] = ["must be one line of text"];
    }

    public static void Lifetime(TimeSpan? lifetime, Dictionary<string, string[]> problems)
    {
        if (lifetime <= TimeSpan.Zero || lifetime > MaxLifetime) problems["expiresInDays"] = [$"must be between 1 and {MaxLifetime.TotalDays}"];
    }

    public static void Limits(CallerLimits limits, Dictionary<string, string[]> problems)
    {
        foreach (var (property, problem) in limits.Problems()) problems[$"limits.{JsonNamingPolicy.CamelCase.ConvertName(property)}"] = [problem];
    }

    public static void CacheSeconds(int? seconds, Dictionary<string, string[]> problems)
    {
        if (seconds is < 1 or > MaxCacheSeconds) problems["cacheSeconds"] = [$"must be between 1 and {MaxCacheSeconds}, or left out for no cache"];
    }
}
