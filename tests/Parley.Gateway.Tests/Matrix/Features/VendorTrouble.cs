using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>The vendor fails before the answer.</summary>
internal sealed class VendorTrouble() : Feature("Errors: the vendor is down")
{
    public override int Status => 500;

    public override int StatusForClient(bool streamed) => 502;

    public override string Answer(WireFormat kind) => kind switch
    {
        WireFormat.Messages => """{"type":"error","error":{"type":"api_error","message":"Slow down, please."}}""",
        WireFormat.Gemini => """{"error":{"code":500,"message":"Slow down, please.","status":"INTERNAL"}}""",
        _ => """{"error":{"message":"Slow down, please.","type":"server_error","param":null,"code":"server_error"}}""",
    };

    public override IReadOnlyList<Aspect> Got =>
    [
        new("")
        {
            Chat = "error.message & error.type",
            Messages = "type = error & error.type = api_error & error.message",
            Responses = "error.message & error.type",
            Gemini = "error.message",
        },
    ];
}
