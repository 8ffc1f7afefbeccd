using System.Buffers;
using System.Net.Http.Headers;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Anthropic;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Upstreams.Messages;

/// <summary>Anthropic Messages. The base address ends where the vendor's SDK ends it (the host, without <c>/v1</c>).</summary>
internal sealed class MessagesProtocol(AnthropicDialect dialect) : UpstreamProtocol(dialect)
{
    private const string DefaultVersion = "2023-06-01";

    public override string Kind => "messages";

    public override string? PathOf(LlmOperation operation, string model, bool stream) => operation switch
    {
        LlmOperation.Generate => "/v1/messages",
        LlmOperation.CountTokens => "/v1/messages/count_tokens",
        _ => null,
    };

    public override bool Translates(LlmOperation operation) => operation is LlmOperation.Generate or LlmOperation.CountTokens;

    public override IReadOnlyCollection<string> WriteRequest(LlmOperation operation, Prompt prompt, UpstreamTarget target, bool stream, IBufferWriter<byte> output) =>
        operation == LlmOperation.CountTokens ? new RequestWriter(prompt, target, output).WriteCount() : base.WriteRequest(operation, prompt, target, stream, output);

    public override KeyValuePair<string, string> Credential(Secret key) => new("x-api-key", key.Reveal());

    public override void SetHeaders(HttpRequestHeaders headers)
    {
        if (!headers.Contains("anthropic-version")) headers.TryAddWithoutValidation("anthropic-version", DefaultVersion);
    }

    public override IAnswerReader CreateWholeReader(LlmOperation operation, bool passesThrough) =>
        operation == LlmOperation.CountTokens ? new CountTokensReader("input_tokens") : base.CreateWholeReader(operation, passesThrough);
}
