using System.Globalization;

namespace Parley.Gateway.Routing.Policies;

/// <summary>
/// The shortest time to the first token (to the whole answer where nothing is streamed), as it was learned. Two of those that are about as fast
/// as the fastest are taken by chance, and the less loaded of them is called: so load spreads without a herd. What was never called counts
/// as the fastest does, which gives it its share of trials; one call in fifty tries again what was slow.
/// </summary>
internal sealed class FastestPolicy : IRoutePolicy
{
    private const double Explored = 0.02, Peers = 1.25, Allowance = 0.02;

    public string Name => "fastest";

    public void Weigh(RouteQuestion question, ReadOnlySpan<RouteOption> options, Span<double> costs) => Weigh(question, options, costs, explores: true);

    public string Explain(RouteQuestion question, in RouteOption chosen) => Speed(question, chosen);

    internal static string Speed(RouteQuestion question, in RouteOption chosen) => chosen.Wait(question) is { } wait
        ? string.Create(CultureInfo.InvariantCulture, $"about {wait * 1000:0} ms to the {(question.Stream ? "first token" : "answer")}") : "not measured yet";

    internal static void Weigh(RouteQuestion question, ReadOnlySpan<RouteOption> options, Span<double> costs, bool explores)
    {
        var best = double.PositiveInfinity;
        for (var i = 0; i < options.Length; i++)
        {
            costs[i] = options[i].Wait(question) is { } wait ? wait * options[i].Risk * (1 + options[i].Load) : double.NaN;
            if (costs[i] < best) best = costs[i];
        }

        if (double.IsPositiveInfinity(best)) best = Allowance; // nothing was measured yet
        for (var i = 0; i < options.Length; i++)
            if (double.IsNaN(costs[i])) costs[i] = best * options[i].Risk * (1 + options[i].Load);
        PreferOneOfTwo(question, costs, (best * Peers) + Allowance);
        if (explores && question.Chance(-1) < Explored && StalestBeyond(options, costs, (best * Peers) + Allowance) is >= 0 and var trial) costs[trial] = -2;
    }

    private static void PreferOneOfTwo(RouteQuestion question, Span<double> costs, double limit)
    {
        var peers = 0;
        foreach (var cost in costs)
            if (cost <= limit) peers++;
        if (peers < 2) return;
        var (first, second) = (Nth(costs, limit, (int)(question.Chance(0) * peers)), Nth(costs, limit, (int)(question.Chance(1) * peers)));
        costs[costs[second] < costs[first] ? second : first] = -1;
    }

    private static int Nth(ReadOnlySpan<double> costs, double limit, int number)
    {
        for (var i = 0; i < costs.Length; i++)
            if (costs[i] <= limit && number-- == 0) return i;
        return 0;
    }

    private static int StalestBeyond(ReadOnlySpan<RouteOption> options, ReadOnlySpan<double> costs, double limit)
    {
        var stalest = -1;
        for (var i = 0; i < options.Length; i++)
            if (costs[i] > limit && !options[i].IsDown && (stalest < 0 || options[i].Learned.Idle > options[stalest].Learned.Idle)) stalest = i;
        return stalest;
    }
}
