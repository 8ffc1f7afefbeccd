using System.Globalization;
using Parley.Billing.Statistics;

namespace Parley.Billing.Pages;

/// <summary>Figures as pages show them.</summary>
internal static class UsageText
{
    private const int MostNamed = 3;

    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A dash for what is not known, which is not 0. The whole of several models is at least what those with prices cost.</summary>
    public static string Cost(RatedFigures rated) => rated switch
    {
        { Cost: { } cost } => $"{Amount(cost)} {TokenPrices.Currency}",
        { Known: > 0 and var known } => $"over {Amount(known)} {TokenPrices.Currency}",
        _ => "–",
    };

    /// <summary>What of it has no known price; null when all have one.</summary>
    public static string? Unpriced(RatedFigures rated) => rated.Unpriced.Count switch
    {
        0 => null,
        <= MostNamed => $"no price known: {string.Join(", ", rated.Unpriced)}",
        var all => $"no price known: {string.Join(", ", rated.Unpriced.Take(MostNamed))} and {all - MostNamed} more",
    };

    /// <summary>Cents from a dollar on; below, as many places as tell something.</summary>
    private static string Amount(decimal cost) => cost >= 1 ? cost.ToString("#,0.00", CultureInfo.InvariantCulture) : cost.ToString("0.######", CultureInfo.InvariantCulture);
}
