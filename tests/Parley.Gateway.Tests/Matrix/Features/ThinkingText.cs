using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Reasoning before the answer.</summary>
internal sealed class ThinkingText() : Feature("Thinking")
{
    public override string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("reasoning", "Two and two."), new("text", "Four.")]));

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "choices.*.message.reasoning_content = Two and two.",
            Messages = "content.*.thinking = Two and two.",
            Responses = "output.*.summary.*.text = Two and two.",
            Gemini = "candidates.*.content.parts.*.text = Two and two. & candidates.*.content.parts.*.thought = true",
        },
        new("")
        {
            Chat = "choices.*.message.content = Four.",
            Messages = "content.*.text = Four.",
            Responses = "output.*.content.*.text = Four.",
            Gemini = "candidates.*.content.parts.*.text = Four.",
        },
        new("Reasoning arrives as text; signatures and encrypted reasoning stay with the vendor that made them.")
        {
            Messages = "content.*.signature = c2lnbmF0dXJl",
            Responses = "output.*.encrypted_content",
            IsBound = true,
        },
    ];
}
