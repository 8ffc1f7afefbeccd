using System.ComponentModel;

namespace Parley.Providers.Routes;

/// <summary>What must hold of a request for a <see cref="RouteCandidateInput"/> to count: all that is said.</summary>
internal sealed class RouteConditionInput
{
    [Description("Kinds of request, of which it must be one: greeting, conversation, technical, creative, long. At most 100.")]
    public List<string>? Context { get; set; }

    [Description("Tags (header x-parley-tags), of which it must have one; at most 100 of 1 to 100 characters.")]
    public List<string>? Tags { get; set; }

    [Description("Ids of keys or users, of whom the caller must be one; at most 100 of 1 to 100 characters.")]
    public List<string>? Callers { get; set; }

    [Description("Fewest tokens of the prompt, estimated; 0 or more.")]
    public long? MinPromptTokens { get; set; }

    [Description("Most tokens of the prompt, estimated; 0 or more, and not less than minPromptTokens.")]
    public long? MaxPromptTokens { get; set; }

    [Description("What the request must need, all of it, by the catalogue's words: vision, pdf, audio_in, tools, structured_output, reasoning (and cache, batch, audio_out, image_out, which no request shows).")]
    public List<string>? Needs { get; set; }
}
