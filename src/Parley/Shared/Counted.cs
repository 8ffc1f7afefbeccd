using System.Globalization;

namespace Parley.Shared;

/// <summary>Numbers of things, as people say them: 1 line, 2 lines. Pure.</summary>
internal static class Counted
{
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");

    /// <summary>The verb behind such a number: 1 line is, 2 lines are.</summary>
    public static string Are(long count, string one, string? many = null) => $"{Of(count, one, many)} {(count == 1 ? "is" : "are")}";
}
