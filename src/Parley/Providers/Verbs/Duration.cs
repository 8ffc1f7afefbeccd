using System.Globalization;

namespace Parley.Providers.Verbs;

/// <summary>Times as people write them: 500ms, 30s, 5m, 2h, 1d; a number alone is seconds.</summary>
internal static class Duration
{
    private static readonly (string Suffix, double Seconds)[] Units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("", 1)];

    public static bool TryParse(string text, out TimeSpan time)
    {
        var (suffix, seconds) = Units.First(unit => text.EndsWith(unit.Suffix, StringComparison.Ordinal));
        var isNumber = double.TryParse(text[..^suffix.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number * seconds < 1e9;
        time = isNumber ? TimeSpan.FromSeconds(number * seconds) : default;
        return isNumber;
    }
}
