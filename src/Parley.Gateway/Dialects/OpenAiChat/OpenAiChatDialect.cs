using System.Buffers;
using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Dialects.OpenAiChat;

/// <summary>OpenAI Chat Completions, and the compatible vendors' ways of speaking it.</summary>
internal sealed class OpenAiChatDialect : IDialect
{
    /// <inheritdoc/>
    public WireFormat Format => WireFormat.Chat;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> StreamTerminator { get; } = "data: [DONE]\n\n"u8.ToArray();

    /// <inheritdoc/>
    public Prompt ReadRequest(JsonElement body, LlmOperation operation = LlmOperation.Generate) => RequestReader.Read(body);

    /// <inheritdoc/>
    public IReadOnlyCollection<string> WriteRequest(Prompt prompt, UpstreamTarget target, bool stream, IBufferWriter<byte> output) =>
        new RequestWriter(prompt, target, output).Write(stream);

    /// <inheritdoc/>
    public IAnswerReader CreateStreamReader() => new StreamReader();

    /// <inheritdoc/>
    public IAnswerReader CreateWholeReader() => new WholeReader();

    /// <summary>A reader of one embeddings answer: usage only, for the answer passes through.</summary>
    public static IAnswerReader CreateEmbeddingsReader() => new EmbeddingsReader();

    /// <inheritdoc/>
    public IAnswerWriter CreateStreamWriter(AnswerIdentity identity, bool includeUsage) => new StreamWriter(identity, includeUsage);

    /// <inheritdoc/>
    public IAnswerWriter CreateWholeWriter(AnswerIdentity identity) => new WholeWriter(identity);

    /// <inheritdoc/>
    public GatewayFault ReadError(int status, ReadOnlyMemory<byte> body, TimeSpan? retryAfter) => UpstreamErrors.Read(status, body, retryAfter);

    /// <inheritdoc/>
    public void WriteError(GatewayFault fault, string requestId, IBufferWriter<byte> output) => Errors.Write(fault, output);

    /// <inheritdoc/>
    public void WriteErrorFrame(GatewayFault fault, string requestId, IBufferWriter<byte> output) => Errors.WriteFrame(fault, output);
}
