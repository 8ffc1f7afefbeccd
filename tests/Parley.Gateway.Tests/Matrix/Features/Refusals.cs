using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>The model refuses in words.</summary>
internal sealed class Refusals() : Feature("Refusals")
{
    public override string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("refusal", "I will not.")]));

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "choices.*.message.refusal = I will not. | choices.*.message.content = I will not.",
            Messages = "content.*.text = I will not.",
            Responses = "output.*.content.*.refusal = I will not. | output.*.content.*.text = I will not.",
            Gemini = "candidates.*.content.parts.*.text = I will not.",
        },
        new("The words of a refusal arrive as text.")
        {
            Chat = "choices.*.message.refusal = I will not.",
            Responses = "output.*.content.*.refusal = I will not.",
        },
    ];
}
