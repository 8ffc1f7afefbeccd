using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Policies;
using Parley.Providers.Catalogue;
using Parley.Providers.Model;
using Parley.Providers.Registry;

namespace Parley.Providers.Routes;

/// <summary>Checks what people write of named routes. Pure; all problems are told at once.</summary>
internal static partial class RouteRules
{
    public const string Field = "routes";

    /// <summary>How many an operator, or the configuration, may have.</summary>
    public const int MostRoutes = 500;

    private const int MostNames = 100;
    private static readonly string[] Contexts = ["greeting", "conversation", "technical", "creative", "long"];
    private static readonly TimeSpan VrObjective = TimeSpan.FromMilliseconds(700);

    /// <summary>Everything that can be said of the routes without knowing what models there are.</summary>
    /// <param name="inputs">The list.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="errors">Gets what is wrong.</param>
    /// <param name="others">Routes that hold beside the list: circles may lead through them.</param>
    /// <param name="inForce">Routes that hold now: what they say already is no mistake of the list.</param>
    public static ImmutableArray<NamedRoute> Check(
        IReadOnlyList<RouteInput?> inputs, ProviderOrigin origin, FieldErrors errors, IReadOnlyList<NamedRoute>? others = null, IReadOnlyList<NamedRoute>? inForce = null)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        ImmutableArray<NamedRoute> routes = [.. inputs.Select((input, i) => Read(input ?? new RouteInput(), $"{Field}[{i}]", origin, names, errors))];
        // Names must be in order before circles can be looked for.
        if (!errors.Any) RouteCircles.Check(routes, [.. (others ?? []).Where(o => !routes.Any(r => r.Name == o.Name))], inForce ?? [], errors);
        return routes;
    }

    private static NamedRoute Read(RouteInput input, string at, ProviderOrigin origin, HashSet<string> names, FieldErrors errors)
    {
        var name = input.Name ?? "";
        if (name.Length == 0) errors.Add($"{at}.name", "is missing");
        else if (!NamePattern().IsMatch(name)) errors.Add($"{at}.name", "must be 1 to 64 letters, digits, dots, dashes or underscores, and begin with a letter or digit");
        else if (names.TryGetValue(name, out var other)) errors.Add($"{at}.name", other == name ? "is given twice" : $"differs only by case from the route {other}; choose another");
        else names.Add(name);
        var objective = input.Objective ?? RoutePolicies.Default;
        if (!RoutePolicies.Names.Contains(objective)) errors.Add($"{at}.objective", $"must be one of {string.Join(", ", RoutePolicies.Names)}");
        Within(input.MaxTtftMs, 50, 600_000, $"{at}.maxTtftMs", errors);
        Within(input.CacheSeconds, 0, 31_536_000, $"{at}.cacheSeconds", errors);
        if (input.Hedge?.MaxExtra is { } share && !(share is >= 0 and <= 1)) errors.Add($"{at}.hedge.maxExtra", "must be between 0 and 1");
        return new NamedRoute
        {
            Name = name,
            Origin = origin,
            Objective = objective,
            MaxFirstToken = input.MaxTtftMs is { } ms ? TimeSpan.FromMilliseconds(ms) : objective == "vr" ? VrObjective : null,
            Candidates = Candidates(input.Candidates ?? [], $"{at}.candidates", errors),
            Fallbacks = Fallbacks(input.Fallbacks ?? [], $"{at}.fallbacks", errors),
            HedgeShare = input.Hedge switch { null => null, { Enabled: false } => 0, { MaxExtra: { } most } => most, { Enabled: true } => 0.05, _ => null },
            CacheFor = input.CacheSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
    }

    private static ImmutableArray<NamedChoice> Candidates(List<RouteCandidateInput> inputs, string at, FieldErrors errors)
    {
        if (inputs.Count is < 1 or > MostNames) errors.Add(at, inputs.Count == 0 ? "is missing: at least one model" : $"must be at most {MostNames}");
        var choices = ImmutableArray.CreateBuilder<NamedChoice>();
        foreach (var (i, input) in inputs.Index())
        {
            var (model, weight) = (input?.Model ?? "", input?.Weight ?? 1);
            if (!ProviderRules.IsModelName(model)) errors.Add($"{at}[{i}].model", "must be 1 to 256 printable characters without blanks at its ends");
            if (!(weight is >= 0 and <= 1_000_000)) errors.Add($"{at}[{i}].weight", "must be between 0 and 1000000");
            choices.Add(new NamedChoice(model, weight, Condition(input?.When, $"{at}[{i}].when", errors)));
        }

        if (choices.Count > 0 && choices.All(c => c.Weight == 0)) errors.Add(at, "must have weights whose sum is more than 0");
        return choices.ToImmutable();
    }

    private static ImmutableArray<string> Fallbacks(List<string> names, string at, FieldErrors errors)
    {
        if (names.Count > MostNames) errors.Add(at, $"must be at most {MostNames}");
        foreach (var (i, name) in names.Index())
        {
            if (name is null || !ProviderRules.IsModelName(name)) errors.Add($"{at}[{i}]", "must be 1 to 256 printable characters without blanks at its ends");
            else if (names.IndexOf(name) < i) errors.Add($"{at}[{i}]", "is given twice");
        }

        return [.. names];
    }

    private static RouteCondition? Condition(RouteConditionInput? input, string at, FieldErrors errors)
    {
        if (input is null) return null;
        Within(input.MinPromptTokens, 0, long.MaxValue, $"{at}.minPromptTokens", errors);
        Within(input.MaxPromptTokens, 0, long.MaxValue, $"{at}.maxPromptTokens", errors);
        if (input.MinPromptTokens > input.MaxPromptTokens) errors.Add($"{at}.maxPromptTokens", "must not be less than minPromptTokens");
        Words(input.Tags, $"{at}.tags", text => text is { Length: > 0 and <= 100 } && !string.IsNullOrWhiteSpace(text), "1 to 100 characters", errors);
        Words(input.Callers, $"{at}.callers", text => text is { Length: > 0 and <= 100 } && !string.IsNullOrWhiteSpace(text), "1 to 100 characters", errors);
        Words(input.Context, $"{at}.context", Contexts.Contains, $"one of {string.Join(", ", Contexts)}", errors);
        Words(input.Needs, $"{at}.needs", text => text is not null && Capability.Needs.ContainsKey(text), $"one of {string.Join(", ", Capability.Needs.Keys.Order(StringComparer.Ordinal))}", errors);
        return new RouteCondition
        {
            Contexts = [.. input.Context ?? []],
            Tags = [.. input.Tags ?? []],
            Callers = [.. input.Callers ?? []],
            MinPromptTokens = input.MinPromptTokens,
            MaxPromptTokens = input.MaxPromptTokens,
            Needs = (input.Needs ?? []).Aggregate(ModelCapabilities.None, (all, need) => all | (need is null ? default : Capability.Needs.GetValueOrDefault(need))),
        };
    }

    private static void Words(List<string>? words, string at, Func<string, bool> isGood, string must, FieldErrors errors)
    {
        if (words?.Count > MostNames) errors.Add(at, $"must be at most {MostNames}");
        foreach (var (i, word) in (words ?? []).Index())
            if (!isGood(word)) errors.Add($"{at}[{i}]", $"must be {must}");
    }

    private static void Within(long? value, long least, long most, string field, FieldErrors errors)
    {
        if (value < least || value > most) errors.Add(field, most == long.MaxValue ? $"must be at least {least}" : $"must be between {least} and {most}");
    }

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex NamePattern();
}
