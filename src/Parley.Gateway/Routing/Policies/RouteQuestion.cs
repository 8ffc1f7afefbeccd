using Parley.Gateway.Routing.Classifying;

namespace Parley.Gateway.Routing.Policies;

/// <summary>What policies and conditions know of a request. Immutable.</summary>
internal sealed record RouteQuestion
{
    /// <summary>Length of the prompt.</summary>
    public PromptSize Size { get; init; }

    /// <summary>What it needs, and how long its answer may be.</summary>
    public RequestNeeds Needs { get; init; }

    /// <summary>Its kind; null where nobody asked for that, and for requests that have none.</summary>
    public ClassifiedRequest? Kind { get; init; }

    /// <summary>Whether a stream is asked for: then the first token counts, otherwise the whole answer.</summary>
    public bool Stream { get; init; }

    /// <summary>The caller's labels, as it sent them; null without any.</summary>
    public string? Tags { get; init; }

    /// <summary>Id of the caller's key; null without one.</summary>
    public string? KeyId { get; init; }

    /// <summary>Id of the caller's user; null without one.</summary>
    public string? UserId { get; init; }

    /// <summary>Within what time the first token is wanted; null for no such wish.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>Chance, for policies that need some.</summary>
    public ulong Seed { get; init; }

    /// <summary>A number between 0 and 1, neither included, by chance: the same for the same index.</summary>
    public double Chance(int index) => ((Dice.Mix(Seed + ((ulong)index * Dice.Step)) >> 11) + 0.5) * (1.0 / (1UL << 53));
}
