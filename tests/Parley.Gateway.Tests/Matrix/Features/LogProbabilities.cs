using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>How likely each token of the answer was, and which others were.</summary>
internal sealed class LogProbabilities() : Feature("Log probabilities")
{
    private const string Lost = "Only OpenAI's two formats tell how likely each token was.";
    private const string Tokens = """ [{"token":"Hello.","logprob":-0.25,"bytes":[72,101,108,108,111,46],"top_logprobs":[{"token":"Hello.","logprob":-0.25,"bytes":null},{"token":"Hi","logprob":-1.5,"bytes":[72,105]}]}] """;

    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "logprobs":true,"top_logprobs":2 """,
        WireFormat.Responses => """ "include":["message.output_text.logprobs"],"top_logprobs":2 """,
        _ => null,
    };

    public override string Answer(WireFormat kind)
    {
        var plain = Whole.Of(kind, new Told([new("text", "Hello.")]));
        return kind switch
        {
            WireFormat.Chat => plain.Replace("\"finish_reason\"", $"\"logprobs\":{{\"content\":{Tokens},\"refusal\":null}},\"finish_reason\"", StringComparison.Ordinal),
            WireFormat.Responses => plain.Replace("\"annotations\":[]", $"\"annotations\":[],\"logprobs\":{Tokens}", StringComparison.Ordinal),
            _ => plain,
        };
    }

    public override IReadOnlyList<Aspect> Asked =>
    [
        new(Lost) { Chat = "logprobs = true", Responses = "include.* = message.output_text.logprobs" },
        new(Lost) { Chat = "top_logprobs = 2", Responses = "top_logprobs = 2" },
    ];

    public override IReadOnlyList<Aspect> Got =>
    [
        new(Lost)
        {
            Chat = "choices.*.logprobs.content.*.logprob = -0.25 & choices.*.logprobs.content.*.top_logprobs.*.token = Hi",
            Responses = "output.*.content.*.logprobs.*.logprob = -0.25 & output.*.content.*.logprobs.*.top_logprobs.*.token = Hi",
        },
    ];
}
