using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>The vendor fails in the middle of its stream.</summary>
internal sealed class ErrorsInTheStream() : Feature("Errors in the stream")
{
    public override bool IsOfStreams => true;

    public override string Stream(WireFormat kind)
    {
        var stream = base.Stream(kind);
        var half = stream[..(stream.LastIndexOf("\n\n", stream.Length * 2 / 3, StringComparison.Ordinal) + 2)];
        return half + kind switch
        {
            WireFormat.Messages => "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Busy now.\"}}\n\n",
            WireFormat.Responses => "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"Busy now.\",\"param\":null,\"sequence_number\":" + (half.Split("data: ").Length - 1).ToString(System.Globalization.CultureInfo.InvariantCulture) + "}\n\n",
            WireFormat.Gemini => "data: {\"error\":{\"code\":503,\"message\":\"Busy now.\",\"status\":\"UNAVAILABLE\"}}\n\n",
            _ => "data: {\"error\":{\"message\":\"Busy now.\",\"type\":\"server_error\",\"code\":null}}\n\n",
        };
    }

    public override IReadOnlyList<Aspect> Got =>
    [
        new("") { Chat = "error.message", Messages = "error.message", Responses = "message | error.message", IsMade = true },
    ];
}
