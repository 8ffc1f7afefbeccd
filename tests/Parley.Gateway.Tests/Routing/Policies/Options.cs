using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Classifying;
using Parley.Gateway.Routing.Learning;
using Parley.Gateway.Routing.Policies;

namespace Parley.Gateway.Tests.Routing.Policies;

/// <summary>Options and questions in few words.</summary>
internal static class Options
{
    public static RouteQuestion Question(long tokens = 100, string? tags = null, RequestContext? kind = null, bool stream = true, ulong seed = 1) => new()
    {
        Size = new PromptSize(tokens, tokens), Tags = tags, Kind = kind is { } known ? new ClassifiedRequest(known, "test") : null, Stream = stream, Seed = seed,
    };

    public static UpstreamTarget Target(string name, decimal? input = null, decimal? output = null, long? window = null, ModelCapabilities? can = null, string? at = null) =>
        new(new UpstreamConfig { Name = at ?? "p-" + name, Kind = "chat" }, name) { InputPrice = input, OutputPrice = output, ContextWindow = window, Capabilities = can };

    public static RouteOption Option(string name, double? wait = null, decimal? price = null, double weight = 1, double load = 0, double failures = 0, int choice = 0, double idle = 0) =>
        new(Target(name, price, price), name, choice, weight, new LatencyGlance(wait, null, 0, idle), load, failures, false);

    public static RouteRule Rule(string objective, params RouteChoice[] choices) => new() { Objective = objective, Choices = [.. choices] };

    public static RouteChoice Choice(UpstreamTarget target, double weight = 1, RouteCondition? when = null) => new(target.UpstreamModel, [target]) { Weight = weight, When = when };

    /// <summary>The options in the order of a policy.</summary>
    public static string Order(IRoutePolicy policy, RouteQuestion question, params RouteOption[] options)
    {
        var costs = new double[options.Length];
        policy.Weigh(question, options, costs);
        return string.Join(' ', options.Index().OrderBy(o => costs[o.Index]).Select(o => o.Item.Model));
    }

    /// <summary>How often each option is the first, over many seeds.</summary>
    public static Dictionary<string, double> Shares(IRoutePolicy policy, Func<ulong, RouteQuestion> question, params RouteOption[] options)
    {
        const int Rounds = 20_000;
        var dice = new Dice(7);
        var firsts = options.ToDictionary(o => o.Model, _ => 0.0);
        for (var i = 0; i < Rounds; i++) firsts[Order(policy, question(dice.Next()), options).Split(' ')[0]] += 1.0 / Rounds;
        return firsts;
    }
}
