using System.Globalization;
using Parley.Shared;

namespace Parley.Identity.Keys;

/// <summary>A time span as people write it on the command line: <c>90d</c>, <c>12h</c>, <c>30m</c>, <c>45s</c>.</summary>
internal static class Lifetime
{
    public static TimeSpan Parse(string text)
    {
        var seconds = text.Length < 2 ? 0 : text[^1] switch { 'd' => 86400, 'h' => 3600, 'm' => 60, 's' => 1, _ => 0 };
        if (seconds == 0 || !int.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
            throw new UserError($"\"{text}\" is not a time: write 90d, 12h or 30m.");
        // More than a time span holds is a long time; what takes it says how long is too long.
        return TimeSpan.FromSeconds(Math.Min((long)count * seconds, (long)TimeSpan.MaxValue.TotalSeconds));
    }
}
