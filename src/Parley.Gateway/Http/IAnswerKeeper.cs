using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;

namespace Parley.Gateway.Http;

/// <summary>Keeps an answer before its last byte leaves, and mends what its vendor could not know.</summary>
internal interface IAnswerKeeper
{
    /// <summary>All frames are to be edited, not only the last ones.</summary>
    bool EditsAll { get; }

    /// <summary>A whole answer's body; returns the one that leaves.</summary>
    ValueTask<ReadOnlyMemory<byte>> KeepAsync(ReadOnlyMemory<byte> body, LlmAnswer answer);

    /// <summary>An answer that says of itself that it failed is kept like any other; of all other failures there is nothing to keep.</summary>
    async ValueTask<GatewayFault> KeepAsync(GatewayFault fault, LlmAnswer answer) =>
        fault.IsAnswer ? fault with { Body = await KeepAsync(fault.Body, answer).ConfigureAwait(false) } : fault;

    /// <summary>A frame of a stream; returns the one that leaves.</summary>
    ValueTask<ReadOnlyMemory<byte>> EditAsync(ReadOnlyMemory<byte> frame, LlmAnswer answer);

    /// <summary>The stream ended without the answer's own end.</summary>
    ValueTask FailAsync(GatewayFault fault);
}
