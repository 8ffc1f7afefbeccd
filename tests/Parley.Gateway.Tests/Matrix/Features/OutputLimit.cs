using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>Most tokens, and an answer that met them.</summary>
internal sealed class OutputLimit() : Feature("Output limit")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "max_completion_tokens":333 """,
        WireFormat.Messages => """ "max_tokens":333 """,
        _ => """ "max_output_tokens":333 """,
    };

    public override string Answer(WireFormat kind) => Whole.Of(kind, new Told([new("text", "Well")], "length"));

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("")
        {
            Chat = "max_completion_tokens = 333 | max_tokens = 333",
            Messages = "max_tokens = 333",
            Responses = "max_output_tokens = 333",
            Gemini = "generationConfig.maxOutputTokens = 333",
        },
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "choices.*.finish_reason = length",
            Messages = "stop_reason = max_tokens",
            Responses = "status = incomplete & incomplete_details.reason = max_output_tokens",
            Gemini = "candidates.*.finishReason = MAX_TOKENS",
        },
    ];
}
