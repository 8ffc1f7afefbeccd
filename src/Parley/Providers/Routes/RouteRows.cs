using System.Collections.Immutable;
using System.Text.Json;
using Parley.Providers.Catalogue;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Shared;

namespace Parley.Providers.Routes;

/// <summary>Between rows, what people write, and what is in force. Pure.</summary>
internal static class RouteRows
{
    /// <summary>Without members that say nothing, so that equal routes are equal texts.</summary>
    private static readonly JsonSerializerOptions Compact = new(StrictJson.Options) { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    /// <summary>One row for each name, in order: operators' before the configuration's, which give way to them.</summary>
    public static IEnumerable<RouteRow> Holding(IEnumerable<RouteRow> rows) =>
        rows.OrderBy(r => r.Origin).ThenBy(r => r.Position).DistinctBy(r => r.Name);

    public static ImmutableArray<NamedRoute> InForce(IEnumerable<RouteRow> rows) => [.. Holding(rows).Select(ToRoute)];

    public static RouteInput ToInput(this RouteRow row)
    {
        var input = JsonSerializer.Deserialize<RouteInput>(row.Definition, Compact)!;
        foreach (var when in (input.Candidates ?? []).Select(c => c.When).OfType<RouteConditionInput>()) when.Needs = when.Needs?.ConvertAll(Capability.FromCamelCase);
        return input;
    }

    public static NamedRoute ToRoute(this RouteRow row) =>
        RouteRules.Check([row.ToInput()], row.Origin, new FieldErrors())[0] with { CreatedAt = row.CreatedAt };

    public static string Text(RouteInput input) => JsonSerializer.Serialize(Plain(input), Compact);

    /// <summary>Whether the configuration says the very same: such a route stays the configuration's, whoever sends it back.</summary>
    public static bool IsConfigured(RouteInput? input, IReadOnlyCollection<RouteRow> rows) =>
        rows.FirstOrDefault(r => r.Origin == ProviderOrigin.Configuration && r.Name == input?.Name) is { } row && Text(row.ToInput()) == Text(input!);

    /// <summary>The rows that a list of operators' routes becomes: an entry that is just what the configuration says stays the configuration's.</summary>
    /// <param name="inputs">The list, checked.</param>
    /// <param name="rows">All rows as they are.</param>
    /// <param name="origin">Whose list it is.</param>
    /// <param name="now">When.</param>
    public static IReadOnlyList<RouteRow> Plan(IReadOnlyList<RouteInput> inputs, IReadOnlyCollection<RouteRow> rows, ProviderOrigin origin, DateTimeOffset now)
    {
        var since = rows.Where(r => r.Origin == origin).ToDictionary(r => r.Name, r => r.CreatedAt);
        return
        [
            .. inputs.Index().Where(i => origin != ProviderOrigin.Operator || !IsConfigured(i.Item, rows)).Select(i => new RouteRow
            {
                Origin = origin, Name = i.Item.Name!, Position = i.Index, Definition = Text(i.Item), CreatedAt = since.GetValueOrDefault(i.Item.Name!, now),
            }),
        ];
    }

    // What a body carries beside a route is not kept, nor what goes without saying.
    private static RouteInput Plain(RouteInput input) => new()
    {
        Name = input.Name, Objective = input.Objective == "balanced" ? null : input.Objective, MaxTtftMs = input.MaxTtftMs, Candidates = input.Candidates,
        Fallbacks = input.Fallbacks is { Count: > 0 } ? input.Fallbacks : null, Hedge = input.Hedge, CacheSeconds = input.CacheSeconds,
    };
}
