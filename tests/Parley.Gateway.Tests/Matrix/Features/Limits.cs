using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>The vendor limits: status, words, and when to try again.</summary>
internal sealed class Limits() : Feature("Errors: the limit is met")
{
    public override int Status => 429;

    public override string Answer(WireFormat kind) => kind switch
    {
        WireFormat.Messages => """{"type":"error","error":{"type":"rate_limit_error","message":"Slow down, please."}}""",
        WireFormat.Gemini => """{"error":{"code":429,"message":"Slow down, please.","status":"RESOURCE_EXHAUSTED"}}""",
        _ => """{"error":{"message":"Slow down, please.","type":"requests","param":null,"code":"rate_limit_exceeded"}}""",
    };

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "error.message ~ Slow down, please.",
            Messages = "type = error & error.type = rate_limit_error & error.message ~ Slow down, please.",
            Responses = "error.message ~ Slow down, please.",
            Gemini = "error.message = Slow down, please.",
        },
    ];
}
