using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.Anthropic;

/// <summary>Anthropic's Messages format.</summary>
internal sealed class AnthropicDialect : IDialect
{
    public WireFormat Format => WireFormat.Messages;

    public int LongestToolName => 128;

    public ReadOnlyMemory<byte> KeepAlive { get; } = "event: ping\ndata: {\"type\":\"ping\"}\n\n"u8.ToArray();

    public Prompt ReadRequest(JsonElement body, LlmOperation operation = LlmOperation.Generate) => RequestReader.Read(body, operation);

    public IReadOnlyCollection<string> WriteRequest(Prompt prompt, UpstreamTarget target, bool stream, IBufferWriter<byte> output) =>
        new RequestWriter(prompt, target, output).Write(stream);

    public IAnswerReader CreateStreamReader() => new StreamReader();

    public IAnswerReader CreateWholeReader() => new WholeReader();

    public IAnswerWriter CreateStreamWriter(AnswerIdentity identity, bool includeUsage) => new StreamWriter(identity);

    public IAnswerWriter CreateWholeWriter(AnswerIdentity identity) => new WholeWriter(identity);

    public GatewayFault ReadError(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter) => UpstreamErrors.Read(status, body, retryAfter);

    public void WriteError(GatewayFault fault, string requestId, IBufferWriter<byte> output) => Errors.Write(fault, requestId, output);

    public void WriteErrorFrame(GatewayFault fault, string requestId, int place, IBufferWriter<byte> output) => Errors.WriteFrame(fault, requestId, output);
}
