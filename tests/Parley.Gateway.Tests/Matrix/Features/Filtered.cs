using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>The vendor breaks the answer off.</summary>
internal sealed class Filtered() : Feature("Filtered answers")
{
    public override string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("text", "Well")], "filter"));

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "choices.*.finish_reason = content_filter",
            Messages = "stop_reason = refusal",
            Responses = "status = incomplete & incomplete_details.reason = content_filter",
            Gemini = "candidates.*.finishReason = SAFETY",
        },
    ];
}
