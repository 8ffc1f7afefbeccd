using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>The caller's own name of its user.</summary>
internal sealed class Users() : Feature("User ids")
{
    public override string? Ask(WireFormat client) => client switch
    {
        WireFormat.Chat => """ "user":"u-7" """,
        WireFormat.Messages => """ "metadata":{"user_id":"u-7"} """,
        _ => """ "safety_identifier":"u-7" """,
    };

    public override IReadOnlyList<Aspect> Asked =>
    [
        new("The format has no place for the caller's user.")
        {
            Chat = "user = u-7",
            Messages = "metadata.user_id = u-7",
            Responses = "safety_identifier = u-7 | user = u-7",
        },
    ];
}
