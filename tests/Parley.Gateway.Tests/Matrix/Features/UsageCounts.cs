using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Tokens, in the same sums everywhere.</summary>
internal sealed class UsageCounts() : Feature("Usage")
{
    public override string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("reasoning", "Two and two."), new("text", "Four.")]));

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "usage.prompt_tokens = 120",
            Messages = "usage.input_tokens = 100 & usage.cache_read_input_tokens = 20",
            Responses = "usage.input_tokens = 120",
            Gemini = "usageMetadata.promptTokenCount = 120",
        },
        new("")
        {
            Chat = "usage.completion_tokens = 30",
            Messages = "usage.output_tokens = 30",
            Responses = "usage.output_tokens = 30",
            Gemini = "usageMetadata.candidatesTokenCount = 20 & usageMetadata.thoughtsTokenCount = 10",
        },
        new("")
        {
            Chat = "usage.completion_tokens_details.reasoning_tokens = 10",
            Messages = "usage.output_tokens_details.thinking_tokens = 10",
            Responses = "usage.output_tokens_details.reasoning_tokens = 10",
            Gemini = "usageMetadata.thoughtsTokenCount = 10",
        },
    ];
}
