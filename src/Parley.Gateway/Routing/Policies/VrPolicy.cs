namespace Parley.Gateway.Routing.Policies;

/// <summary>The fastest, with the first token wanted within 700 ms, as a voice or a headset needs it: nothing is tried out
/// as long as somebody answers in that time.</summary>
internal sealed class VrPolicy : IRoutePolicy
{
    private static readonly TimeSpan Objective = TimeSpan.FromMilliseconds(700);

    public string Name => "vr";

    public TimeSpan? FirstTokenObjective => Objective;

    public void Weigh(RouteQuestion question, ReadOnlySpan<RouteOption> options, Span<double> costs)
    {
        var limit = (question.FirstToken ?? Objective).TotalSeconds;
        var isMet = false;
        foreach (ref readonly var option in options) isMet |= option.Wait(question) <= limit;
        FastestPolicy.Weigh(question, options, costs, explores: !isMet);
    }

    public string Explain(RouteQuestion question, in RouteOption chosen) => FastestPolicy.Speed(question, chosen);
}
