using Parley.Gateway.Routing.Classifying;

namespace Parley.Gateway.Routing.Policies;

/// <summary>
/// By the kind of request: greetings and talk go to what is cheap and fast, technical and creative requests to the best model, long ones to
/// the cheapest that can take them. The caller's tag <c>priority:high</c> wants the fastest for talk, <c>priority:low</c> the cheapest for all.
/// </summary>
internal sealed class AutoPolicy : IRoutePolicy
{
    /// <summary>Dollars a million tokens of the answer: what is dearer is for special purposes, and an operator should choose it, not Parley.</summary>
    private const decimal Dearest = 30;

    private const double Quick = 0.2, UnknownPrice = 10;

    private static readonly CheapestPolicy Cheapest = new();

    public string Name => "auto";

    public bool NeedsContext => true;

    public void Weigh(RouteQuestion question, ReadOnlySpan<RouteOption> options, Span<double> costs)
    {
        switch (GoalOf(question))
        {
            case Goal.Price:
                Cheapest.Weigh(question, options, costs);
                break;
            case Goal.Speed:
                FastestPolicy.Weigh(question, options, costs, explores: false);
                break;
            case Goal.Quality:
                QualityPolicy.Weigh(question, options, costs, Dearest);
                break;
            default:
                WeighBoth(question, options, costs);
                break;
        }
    }

    public string Explain(RouteQuestion question, in RouteOption chosen)
    {
        var kind = question.Kind is { } known ? $"{known.Context.Name()} ({known.Sign})" : "unread";
        var priority = Tags.Priority(question.Tags) is { } said ? $", {said} priority" : "";
        return kind + priority + ": " + GoalOf(question) switch
        {
            Goal.Price => "the cheapest",
            Goal.Speed => "the fastest",
            Goal.Quality => "the best",
            _ => "cheap and fast",
        };
    }

    private static Goal GoalOf(RouteQuestion question)
    {
        var priority = Tags.Priority(question.Tags);
        if (priority == "low") return Goal.Price;
        return question.Kind?.Context switch
        {
            RequestContext.Technical or RequestContext.Creative => Goal.Quality,
            RequestContext.Long => priority == "high" ? Goal.Quality : Goal.Price,
            _ => priority == "high" ? Goal.Speed : Goal.PriceAndSpeed,
        };
    }

    /// <summary>How many times dearer than the cheapest, by how many times slower than the fastest; nobody feels less than a fifth of a second.</summary>
    private static void WeighBoth(RouteQuestion question, ReadOnlySpan<RouteOption> options, Span<double> costs)
    {
        double cheapest = double.PositiveInfinity, fastest = double.PositiveInfinity;
        foreach (ref readonly var option in options)
        {
            if (option.Price(question) is > 0 and var price && price < cheapest) cheapest = price;
            if (option.Wait(question) is { } wait && wait < fastest) fastest = wait;
        }

        for (var i = 0; i < options.Length; i++)
        {
            ref readonly var option = ref options[i];
            var dear = option.Price(question) is not { } price ? UnknownPrice : double.IsPositiveInfinity(cheapest) ? 1 : Math.Max(price / cheapest, 0.5);
            var slow = option.Wait(question) is { } wait ? Math.Max(wait, Quick) / Math.Max(fastest, Quick) : 1;
            costs[i] = dear * slow * option.Risk;
        }
    }

    private enum Goal : byte
    {
        PriceAndSpeed,
        Price,
        Speed,
        Quality,
    }
}
