using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;

namespace Parley.Gateway.Http.Streams;

/// <summary>Looks at the frames of a run on their way into its log.</summary>
internal interface IFrameEditor
{
    /// <summary>The frame that goes into the log.</summary>
    ValueTask<ReadOnlyMemory<byte>> EditAsync(ReadOnlyMemory<byte> frame, LlmAnswer answer);

    /// <summary>The run ended without the answer's own end.</summary>
    ValueTask FailAsync(GatewayFault fault);
}
