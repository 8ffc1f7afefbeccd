using System.Globalization;

namespace Parley.Chat.Pages.Reading;

/// <summary>How much of each list of the side this browser showed last, as the page's script keeps it (<c>days-240.1a2b3c4d-40</c>): what was loaded stays
/// from page to page, so that nobody loses their place by opening a conversation.</summary>
internal sealed class SideDepth(string? kept)
{
    public const string Cookie = "parley-shown", Days = "days";

    private const int Most = 1_000;

    private readonly Dictionary<string, int> _rows = Read(kept);

    public int Of(string list, int least) => Math.Clamp(_rows.GetValueOrDefault(list), least, Most);

    /// <summary>That of the longest list.</summary>
    public int Deepest(int least) => Math.Clamp(_rows.Values.DefaultIfEmpty().Max(), least, Most);

    private static Dictionary<string, int> Read(string? kept)
    {
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in kept?.Split('.') ?? [])
            if (entry.Split('-') is [var list, var count] && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) rows[list] = number;
        return rows;
    }
}
