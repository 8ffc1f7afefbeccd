using System.Globalization;

namespace Parley.Shared;

/// <summary>A time in a query, as <c>2026-01-31T12:00:00Z</c>.</summary>
internal static class QueryTime
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ssK"];

    /// <summary>The time in UTC; null when none is given, or when it cannot be used, which <paramref name="errors"/> then tells.</summary>
    public static DateTimeOffset? Read(string name, string? text, IDictionary<string, string[]> errors)
    {
        if (text is null) return null;
        // A zone is asked for: "Z" or "+02:00"; a plus sign that was not escaped arrives as a blank.
        if (text.Length >= 20 && DateTimeOffset.TryParseExact(text.Replace(' ', '+'), Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            return time.ToUniversalTime();
        errors[name] = ["must be a time like 2026-01-31T12:00:00Z"];
        return null;
    }
}
