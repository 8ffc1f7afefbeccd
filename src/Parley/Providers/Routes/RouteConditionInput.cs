using System.ComponentModel;

namespace Parley.Providers.Routes;

/// <summary>What must hold of a request for a <see cref="RouteCandidateInput"/> to count: all that is said.</summary>
internal sealed class RouteConditionInput
{
    [Description("Kinds of request, of which it must be one: greeting, conversation, technical, creative, long.")]
    public List<string>? Context { get; set; }

    [Description("Tags (header x-parley-tags), of which it must have one.")]
    public List<string>? Tags { get; set; }

    [Description("Ids of keys or users, of whom the caller must be one.")]
    public List<string>? Callers { get; set; }

    [Description("Fewest tokens of the prompt, estimated.")]
    public long? MinPromptTokens { get; set; }

    [Description("Most tokens of the prompt, estimated.")]
    public long? MaxPromptTokens { get; set; }

    [Description("What the request must need, all of it: vision, pdf, tools, reasoning, cache, batch, structuredOutput, audioInput, audioOutput, imageOutput.")]
    public List<string>? Needs { get; set; }
}
