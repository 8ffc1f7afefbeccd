using System.Globalization;

namespace Parley.Gateway.Routing.Policies;

/// <summary>
/// The weights are shares of the requests. Who fails loses of its share, and so does who is slow beyond what models differ by: over
/// twice as slow as the fastest and half a second more. A hundredth of the share stays, and finds out when it is well again.
/// </summary>
internal sealed class BalancedPolicy : IRoutePolicy
{
    private const double Usual = 2, Allowance = 0.5, Least = 0.01;

    public string Name => "balanced";

    /// <summary>Each choice's cost is drawn from an exponential distribution with its share as rate: the lowest is each with a probability
    /// of just its share, and so on for those behind it (Efraimidis, Spirakis: "Weighted random sampling with a reservoir", 2006).</summary>
    public void Weigh(RouteQuestion question, ReadOnlySpan<RouteOption> options, Span<double> costs)
    {
        var fastest = double.PositiveInfinity;
        foreach (ref readonly var option in options)
            if (option.Wait(question) < fastest) fastest = option.Wait(question)!.Value;
        for (var i = 0; i < options.Length; i++)
        {
            ref readonly var option = ref options[i];
            costs[i] = -Math.Log(question.Chance(option.Choice)) / (Math.Max(option.Weight, 1e-9) * Math.Max(Least, Fitness(question, option, fastest)));
        }
    }

    public string Explain(RouteQuestion question, in RouteOption chosen) => string.Create(CultureInfo.InvariantCulture, $"by shares, its weight is {chosen.Weight:0.###}");

    private static double Fitness(RouteQuestion question, in RouteOption option, double fastest)
    {
        var tolerated = (fastest * Usual) + Allowance;
        var slowness = option.Wait(question) is { } wait && wait > tolerated ? tolerated / wait : 1;
        return slowness * slowness / option.Risk;
    }
}
