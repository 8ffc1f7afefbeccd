using System.ComponentModel;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Chat.Personas;

/// <summary>What a model is known to be able to, of what a persona can switch on.</summary>
/// <param name="Thinking">It reasons before it answers; null when nobody knows.</param>
internal sealed record PersonaCapabilities([property: Description("The model can reason before it answers; null when that is not known.")] bool? Thinking)
{
    public const string ThinkingName = "thinking";

    /// <summary>Only what does something: a switch for what no answer is made with would be a lie.</summary>
    public static IReadOnlyList<string> All { get; } = [ThinkingName];

    /// <summary>Looks a model or route up. A route can what one of its candidates can: the request leads it there.</summary>
    public static PersonaCapabilities Of(IRouteSource routes, string? model)
    {
        if (routes.Current.Find(model ?? "auto") is not { } route) return new PersonaCapabilities((bool?)null);
        var known = route.Candidates.Select(c => c.Capabilities?.HasFlag(ModelCapabilities.Reasoning)).ToList();
        return new PersonaCapabilities(known.Contains(true) ? true : known.Contains(null) ? null : false);
    }
}
