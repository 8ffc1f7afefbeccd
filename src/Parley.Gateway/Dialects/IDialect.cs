using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Dialects;

/// <summary>
/// A wire format that clients speak as well: a reader of requests and writers of answers beside the upstream's half.
/// N formats are N dialects, never N x N translators.
/// </summary>
public interface IDialect : IUpstreamDialect
{
    private static readonly byte[] Comment = ": ping\n\n"u8.ToArray();

    /// <summary>Reads a client's request. Throws <see cref="GatewayFaultException"/> (400) that names a field of a wrong
    /// type or a missing one. Fields that it does not know land in <see cref="Prompt.Unshared"/>.
    /// <paramref name="operation"/>: counting needs fewer members than generating (Anthropic's <c>max_tokens</c>).</summary>
    Prompt ReadRequest(JsonElement body, LlmOperation operation = LlmOperation.Generate);

    /// <summary>A writer of one streamed answer: frames of this format. <paramref name="includeUsage"/>: the caller
    /// asked for a usage frame (formats that always carry usage ignore it).</summary>
    IAnswerWriter CreateStreamWriter(AnswerIdentity identity, bool includeUsage);

    /// <summary>A writer of one whole answer: folds the events and writes the JSON body at <c>Completed</c>.</summary>
    IAnswerWriter CreateWholeWriter(AnswerIdentity identity);

    /// <summary>What ends a stream of this format when the upstream left it out (chat: <c>data: [DONE]</c>); empty for
    /// formats whose terminal frame cannot be left out.</summary>
    ReadOnlyMemory<byte> StreamTerminator => default;

    /// <summary>What says in a silent stream that it is still there, at any place between two frames; default: a comment, which
    /// readers of server-sent events pass over.</summary>
    ReadOnlyMemory<byte> KeepAlive => Comment;

    /// <summary>Writes an error body of this format: one JSON object.</summary>
    void WriteError(GatewayFault fault, string requestId, IBufferWriter<byte> output);

    /// <summary>Writes an error in a running stream: this format's error frame, after which nothing follows.</summary>
    void WriteErrorFrame(GatewayFault fault, string requestId, IBufferWriter<byte> output);

    /// <summary>The same behind <paramref name="passed"/> frames of the upstream's own, for formats that number theirs.</summary>
    void WriteErrorFrame(GatewayFault fault, string requestId, IBufferWriter<byte> output, int passed) => WriteErrorFrame(fault, requestId, output);
}
