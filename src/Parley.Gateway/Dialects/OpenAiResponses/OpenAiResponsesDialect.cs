using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.OpenAiResponses;

/// <summary>OpenAI's Responses format.</summary>
internal sealed class OpenAiResponsesDialect : IDialect
{
    public WireFormat Format => WireFormat.Responses;

    public int LongestToolName => 64;

    public Prompt ReadRequest(JsonElement body, LlmOperation operation = LlmOperation.Generate) => RequestReader.Read(body);

    public IReadOnlyCollection<string> WriteRequest(Prompt prompt, UpstreamTarget target, bool stream, IBufferWriter<byte> output) =>
        new RequestWriter(prompt, target, Vendor.Of(target), output).Write(stream);

    public IAnswerReader CreateStreamReader() => new StreamReader();

    public IAnswerReader CreateWholeReader() => new WholeReader();

    public IAnswerReader CreateWholeTap() => new WholeTap();

    public IAnswerWriter CreateStreamWriter(AnswerIdentity identity, bool includeUsage) => new StreamWriter(identity);

    public IAnswerWriter CreateWholeWriter(AnswerIdentity identity) => new WholeWriter(identity);

    public GatewayFault ReadError(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter) => UpstreamErrors.Read(status, body, retryAfter);

    public void WriteError(GatewayFault fault, string requestId, IBufferWriter<byte> output) => Errors.Write(fault, output);

    public void WriteErrorFrame(GatewayFault fault, string requestId, int place, IBufferWriter<byte> output) => Errors.WriteFrame(fault, place, output);
}
