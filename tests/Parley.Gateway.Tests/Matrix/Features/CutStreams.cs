using Parley.Gateway.Messages;

namespace Parley.Gateway.Tests.Matrix.Features;

/// <summary>The connection breaks: never a clean end.</summary>
internal sealed class CutStreams() : Feature("Cut streams")
{
    public override bool IsCut => true;

    public override int StatusForClient(bool streamed) => streamed ? 200 : 502;

    public override IReadOnlyList<Aspect> Got =>
    [
        new("") { Chat = "error.message", Messages = "type = error & error.message", Responses = "message | error.message", IsMade = true },
    ];
}
