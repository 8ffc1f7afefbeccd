namespace Parley.Identity;

internal static class WholeMilliseconds
{
    /// <summary>Now, in whole milliseconds: PostgreSQL keeps microseconds; this is the same everywhere, and reads well.</summary>
    public static DateTimeOffset GetMillisecondsNow(this TimeProvider time) => DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
