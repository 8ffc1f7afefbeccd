using Parley.Gateway.Pipeline;

namespace Parley.Gateway.Http;

/// <summary>Keeps an answer before its last byte leaves.</summary>
internal interface IAnswerKeeper
{
    /// <summary>A whole answer's body.</summary>
    ValueTask KeepAsync(ReadOnlyMemory<byte> body, LlmAnswer answer);

    /// <summary>The last frames of a stream.</summary>
    ValueTask KeepEndAsync(ReadOnlyMemory<byte> frames, LlmAnswer answer);
}
