using System.Text.RegularExpressions;

namespace Parley.Providers.Catalogue.Lines;

/// <summary>Tells the price that an ordinary request pays from those of special cases. Pure.</summary>
internal static partial class PriceCondition
{
    /// <summary>
    /// How ordinary a condition is: 0 always, 1 prompts up to a size, 2 all hours but the dear ones, 3 tokens of the one
    /// kind that the model makes; null for what must be asked for or is met by chance (batches, fast lanes, long prompts,
    /// peak hours, sizes of pictures).
    /// </summary>
    public static int? Rank(string? condition) => condition switch
    {
        null => 0,
        _ when SmallPrompts().IsMatch(condition) => 1,
        _ when condition.Contains("all other hours", StringComparison.OrdinalIgnoreCase) => 2,
        _ when condition.EndsWith("output tokens", StringComparison.OrdinalIgnoreCase) => 3,
        _ => null,
    };

    [GeneratedRegex(@"^(prompt|input)_tokens\s*<=?\s*\d+\z")]
    private static partial Regex SmallPrompts();
}
