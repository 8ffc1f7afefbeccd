using System.Globalization;

namespace Parley.Providers.Catalogue;

/// <summary>The ways in which one model is written. Pure.</summary>
internal static class ModelSpelling
{
    /// <summary>The names under which an upstream's name may be found, nearest first: as it is, without its date, without
    /// what stands before its last slash, without either.</summary>
    public static IEnumerable<string> Of(string name)
    {
        yield return name;
        var undated = WithoutDate(name);
        if (undated.Length < name.Length) yield return undated;
        var tail = Tail(name);
        if (tail.Length == name.Length) yield break;
        yield return tail;
        if (undated.Length < name.Length) yield return WithoutDate(tail);
    }

    /// <summary>The names that a line of the catalogue stands for: some name several (<c>a / b</c>), some say more in brackets.</summary>
    public static IEnumerable<string> Listed(string model) =>
        model.Split(" / ").Select(name => name.Split(" (")[0].Trim()).Where(name => name.Length > 0);

    public static string Tail(string name) => name[(name.LastIndexOf('/') + 1)..];

    /// <summary><c>x-20260131</c>, <c>x@20260131</c> and <c>x-2026-01-31</c> are dated editions of <c>x</c>.</summary>
    private static string WithoutDate(string name)
    {
        if (name.Length > 9 && name[^9] is '-' or '@' && !name.AsSpan()[^8..].ContainsAnyExceptInRange('0', '9')) return name[..^9];
        return name.Length > 11 && name[^11] == '-' && DateOnly.TryParseExact(name.AsSpan()[^10..], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? name[..^11] : name;
    }
}
