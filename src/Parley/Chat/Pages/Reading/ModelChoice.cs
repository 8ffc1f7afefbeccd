using System.Globalization;
using Parley.Gateway.Routing;
using Route = Parley.Gateway.Routing.Route;

namespace Parley.Chat.Pages.Reading;

/// <summary>A model that can be chosen, with what people choose it by.</summary>
/// <param name="Value">What is asked for.</param>
/// <param name="Label">What is shown.</param>
/// <param name="Owner">Who serves it, or what it stands for.</param>
/// <param name="Context">Most tokens it can look at, in words; null for not known.</param>
/// <param name="Price">US dollars for a million tokens, in words; null for not known.</param>
/// <param name="Can">What it can do beyond text.</param>
public sealed record ModelChoice(string Value, string Label, string? Owner = null, string? Context = null, string? Price = null, IReadOnlyList<string>? Can = null)
{
    private static readonly (ModelCapabilities Flag, string Name)[] Named =
    [
        (ModelCapabilities.Vision, "sees pictures"), (ModelCapabilities.Pdf, "reads PDF"), (ModelCapabilities.Reasoning, "thinks"), (ModelCapabilities.Tools, "uses tools"),
    ];

    public static ModelChoice Automatic(string value) => new(value, "Automatic", "Chooses a model for each message");

    internal static ModelChoice Of(Route route)
    {
        var first = route.Candidates[0];
        if (route.Rule is not null) return new(route.Model, route.Model, "A route over " + string.Join(", ", route.Candidates.Select(c => c.UpstreamModel).Distinct().Take(3)));
        return new(route.Model, route.Model, first.Upstream.Kind == "demo" ? "Built in, to try things out" : first.Upstream.Name, Size(first.ContextWindow), first is { InputPrice: { } input, OutputPrice: { } output } ? $"{Dollars(input)} in, {Dollars(output)} out a million" : null,
            first.Capabilities is { } can ? [.. Named.Where(n => can.HasFlag(n.Flag)).Select(n => n.Name)] : []);
    }

    internal static string? Size(long? tokens) => tokens switch
    {
        null => null,
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1_000_000m:0.#}M tokens"),
        >= 1_000 => string.Create(CultureInfo.InvariantCulture, $"{tokens / 1_000}k tokens"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{tokens} tokens"),
    };

    private static string Dollars(decimal amount) => "$" + amount.ToString(decimal.IsInteger(amount) ? "0" : "0.00##", CultureInfo.InvariantCulture);
}
