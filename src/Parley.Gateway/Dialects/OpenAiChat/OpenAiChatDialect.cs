using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>OpenAI Chat Completions, and the compatible vendors' ways of speaking it.</summary>
internal sealed class OpenAiChatDialect : IDialect
{
    public WireFormat Format => WireFormat.Chat;

    public int LongestToolName => 64;

    public ReadOnlyMemory<byte> StreamTerminator { get; } = "data: [DONE]\n\n"u8.ToArray();

    public Prompt ReadRequest(JsonElement body, LlmOperation operation = LlmOperation.Generate) => RequestReader.Read(body);

    public IReadOnlyCollection<string> WriteRequest(Prompt prompt, UpstreamTarget target, bool stream, IBufferWriter<byte> output) =>
        new RequestWriter(prompt, target.UpstreamModel, Vendor.Of(target), output, target).Write(stream);

    public bool Fetches(ContentPart part, string url, UpstreamTarget target) => part is not DocumentPart; // files have no form with an address

    public IAnswerReader CreateStreamReader() => new StreamReader();

    public IAnswerReader CreateWholeReader() => new WholeReader();

    public IAnswerReader CreateWholeTap() => new WholeTap();

    public IAnswerWriter CreateStreamWriter(AnswerIdentity identity, bool includeUsage) => new StreamWriter(identity, includeUsage);

    public IAnswerWriter CreateWholeWriter(AnswerIdentity identity) => new WholeWriter(identity);

    public GatewayFault ReadError(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter) => UpstreamErrors.Read(status, body, retryAfter);

    public void WriteError(GatewayFault fault, string requestId, IBufferWriter<byte> output) => Errors.Write(fault, output);

    public void WriteErrorFrame(GatewayFault fault, string requestId, int place, IBufferWriter<byte> output) => Errors.WriteFrame(fault, output);
}
