using System.Globalization;

namespace Parley.Gateway.Routing.Policies;

/// <summary>The lowest expected price of this request; what has no price comes last, among equal prices the faster one first.</summary>
internal sealed class CheapestPolicy : IRoutePolicy
{
    private const double Unknown = 1e9;

    public string Name => "cheapest";

    public void Weigh(RouteQuestion question, ReadOnlySpan<RouteOption> options, Span<double> costs)
    {
        for (var i = 0; i < options.Length; i++)
            costs[i] = ((options[i].Price(question) ?? Unknown) * options[i].Risk) + ((options[i].Wait(question) ?? 0) * 1e-9);
    }

    public string Explain(RouteQuestion question, in RouteOption chosen) =>
        chosen.Price(question) is { } price ? string.Create(CultureInfo.InvariantCulture, $"about ${price:0.######}") : "no prices known";
}
