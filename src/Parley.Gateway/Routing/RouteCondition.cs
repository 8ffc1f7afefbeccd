using System.Collections.Immutable;

namespace Parley.Gateway.Routing;

/// <summary>What must hold of a request for a choice to count: all that is said.</summary>
public sealed record RouteCondition
{
    /// <summary>Kinds of request, of which it must be one: <c>greeting</c>, <c>conversation</c>, <c>technical</c>, <c>creative</c>, <c>long</c>. Empty for any.</summary>
    public ImmutableArray<string> Contexts { get; init; } = [];

    /// <summary>Tags (<c>x-parley-tags</c>) of which it must have one. Empty for any.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>Callers, by the id of their key or user, of whom it must be one. Empty for any.</summary>
    public ImmutableArray<string> Callers { get; init; } = [];

    /// <summary>Fewest tokens of the prompt, estimated; null for any.</summary>
    public long? MinPromptTokens { get; init; }

    /// <summary>Most tokens of the prompt, estimated; null for any.</summary>
    public long? MaxPromptTokens { get; init; }

    /// <summary>What the request must need.</summary>
    public ModelCapabilities Needs { get; init; }
}
