using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects;

/// <summary>
/// One wire format: readers and writers between its bytes and the neutral vocabulary. Stateless itself; readers and
/// writers of answers are made per answer. N formats are N dialects, never N x N translators.
/// </summary>
public interface IDialect
{
    /// <summary>The format.</summary>
    WireFormat Format { get; }

    /// <summary>Reads a client's request. Throws <see cref="GatewayFaultException"/> (400) that names a field of a wrong
    /// type or a missing one. Fields that it does not know land in <see cref="Prompt.Unshared"/>.
    /// <paramref name="operation"/>: counting needs fewer members than generating (Anthropic's <c>max_tokens</c>).</summary>
    Prompt ReadRequest(JsonElement body, LlmOperation operation = LlmOperation.Generate);

    /// <summary>Writes a request to an upstream of this format: one JSON object. Returns the names, as the client
    /// spelled them, of fields that this format cannot carry; empty for none.</summary>
    IReadOnlyCollection<string> WriteRequest(Prompt prompt, UpstreamTarget target, bool stream, IBufferWriter<byte> output);

    /// <summary>Most characters of a tool's name that vendors of this format take.</summary>
    int LongestToolName { get; }

    /// <summary>A reader of one streamed answer.</summary>
    IAnswerReader CreateStreamReader();

    /// <summary>A reader of one whole answer: its single "frame" is the JSON body.</summary>
    IAnswerReader CreateWholeReader();

    /// <summary>A reader beside one whole answer that passes through as it is: what it used, how it ended, and not
    /// necessarily what it says.</summary>
    IAnswerReader CreateWholeTap() => CreateWholeReader();

    /// <summary>A writer of one streamed answer: frames of this format. <paramref name="includeUsage"/>: the caller
    /// asked for a usage frame (formats that always carry usage ignore it).</summary>
    IAnswerWriter CreateStreamWriter(AnswerIdentity identity, bool includeUsage);

    /// <summary>A writer of one whole answer: folds the events and writes the JSON body at <c>Completed</c>.</summary>
    IAnswerWriter CreateWholeWriter(AnswerIdentity identity);

    /// <summary>What ends a stream of this format when the upstream left it out (chat: <c>data: [DONE]</c>); empty for
    /// formats whose terminal frame cannot be left out.</summary>
    ReadOnlyMemory<byte> StreamTerminator => default;

    /// <summary>Reads an upstream's error body (any bytes, often JSON of this format, sometimes HTML) into a fault by
    /// the table of errors: 400, 404, 413, 429 keep status and message; 401, 403 and 5xx become Parley's trouble.</summary>
    GatewayFault ReadError(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter);

    /// <summary>Writes an error body of this format: one JSON object.</summary>
    void WriteError(GatewayFault fault, string requestId, IBufferWriter<byte> output);

    /// <summary>Writes an error in a running stream: this format's error frame, after which nothing follows.</summary>
    void WriteErrorFrame(GatewayFault fault, string requestId, IBufferWriter<byte> output);
}
