using System.Buffers;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects;

/// <summary>
/// One wire format as upstreams speak it: a writer of requests and readers of answers, between its bytes and the neutral
/// vocabulary. Stateless itself; readers of answers are made per answer. Every format has this half; those that are served have
/// the other one, too (<see cref="IDialect"/>).
/// </summary>
public interface IUpstreamDialect
{
    /// <summary>The format.</summary>
    WireFormat Format { get; }

    /// <summary>Writes a request to an upstream of this format: one JSON object. Returns the names, as the client
    /// spelled them, of fields that this format cannot carry; empty for none.</summary>
    IReadOnlyCollection<string> WriteRequest(Prompt prompt, UpstreamTarget target, bool stream, IBufferWriter<byte> output);

    /// <summary>Whether the vendor fetches a file by itself that the caller names by its address; what it does not is fetched for it.</summary>
    bool Fetches(ContentPart part, string url, UpstreamTarget target) => true;

    /// <summary>Most characters of a tool's name that vendors of this format take.</summary>
    int LongestToolName { get; }

    /// <summary>A reader of one streamed answer.</summary>
    IAnswerReader CreateStreamReader();

    /// <summary>A reader of one whole answer: its single "frame" is the JSON body.</summary>
    IAnswerReader CreateWholeReader();

    /// <summary>A reader beside one whole answer that passes through as it is: what it used, how it ended, and not
    /// necessarily what it says.</summary>
    IAnswerReader CreateWholeTap() => CreateWholeReader();

    /// <summary>Reads an upstream's error body (any bytes, often JSON of this format, sometimes HTML) into a fault by
    /// the table of errors: 400, 404, 409, 413, 422, 429 keep status and message; 401, 403 and 5xx become Parley's trouble.</summary>
    GatewayFault ReadError(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter);
}
