namespace Parley.Gateway.Routing.Policies;

/// <summary>
/// The best model: by the operator's weights, and among equal ones by the price of the answer, which stands in for quality where nobody
/// said more (vendors price their better models higher). One that fails every other call is not the best now; among equals the faster one is.
/// </summary>
internal sealed class QualityPolicy : IRoutePolicy
{
    private const double PerWeight = 1e7, Failing = 1e12;

    public string Name => "quality";

    public void Weigh(RouteQuestion question, ReadOnlySpan<RouteOption> options, Span<double> costs) => Weigh(question, options, costs, dearest: null);

    public string Explain(RouteQuestion question, in RouteOption chosen) => "the best by weight and price";

    /// <param name="question">The request.</param>
    /// <param name="options">The options.</param>
    /// <param name="costs">Their costs.</param>
    /// <param name="dearest">Models with a higher price of the answer come last; null for no such limit.</param>
    internal static void Weigh(RouteQuestion question, ReadOnlySpan<RouteOption> options, Span<double> costs, decimal? dearest)
    {
        for (var i = 0; i < options.Length; i++)
        {
            ref readonly var option = ref options[i];
            var price = option.Target.OutputPrice ?? 0;
            costs[i] = -((option.Weight * PerWeight) + (double)price) + (option.FailureShare >= 0.5 ? Failing : 0)
                + (price > dearest ? Failing : 0) + (Math.Min(option.Wait(question) ?? 0, 1000) * 1e-6);
        }
    }
}
