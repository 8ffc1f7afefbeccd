using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>What is known of an answer before its first step.</summary>
internal sealed record AnswerFacts(UpstreamTarget Target, WireFormat Format, IReadOnlyCollection<string> Dropped)
{
    /// <summary>As <see cref="Pipeline.LlmAnswer.Media"/>.</summary>
    public MediaHead? Media { get; init; }

    /// <summary>The caller speaks the format: the bytes are its own.</summary>
    public bool PassesThrough { get; init; }

    /// <summary>As <see cref="Pipeline.LlmAnswer.RateLimits"/>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> RateLimits { get; init; } = [];
}
