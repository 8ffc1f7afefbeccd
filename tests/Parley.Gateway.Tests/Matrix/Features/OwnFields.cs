using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>What no other format knows.</summary>
internal sealed class OwnFields() : Feature("Fields of one vendor only")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "logit_bias":{"50256":-100} """,
        WireFormat.Messages => """ "container":"c-1" """,
        _ => """ "truncation":"auto" """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("Fields that only one vendor knows are not sent to another.")
        {
            Chat = "logit_bias",
            Messages = "container = c-1",
            Responses = "truncation = auto",
            IsBound = true,
        },
    ];
}
