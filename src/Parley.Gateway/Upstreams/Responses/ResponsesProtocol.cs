using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Upstreams.Responses;

/// <summary>OpenAI Responses and everything compatible, and what stands beside it at the same address. The base address ends where the vendor's SDK ends it (<c>.../v1</c>).</summary>
internal sealed class ResponsesProtocol(OpenAiResponsesDialect dialect) : UpstreamProtocol(dialect)
{
    public override string Kind => "responses";

    public override string? PathOf(LlmOperation operation, string model, bool stream) => operation switch
    {
        LlmOperation.Generate => "/responses",
        LlmOperation.CountTokens => "/responses/input_tokens",
        LlmOperation.Compact => "/responses/compact",
        LlmOperation.Embed => "/embeddings",
        _ => OpenAiMediaPaths.Of(operation),
    };

    public override bool Passes(LlmOperation operation, WireFormat format) =>
        base.Passes(operation, format) || (operation == LlmOperation.Embed && format == WireFormat.Chat);

    public override KeyValuePair<string, string> Credential(Secret key) => new("Authorization", "Bearer " + key.Reveal());

    public override IAnswerReader CreateWholeReader(LlmOperation operation, bool passesThrough) => operation switch
    {
        LlmOperation.Embed => new EmbeddingsReader(),
        LlmOperation.CountTokens => new CountTokensReader("input_tokens"),
        _ => base.CreateWholeReader(operation, passesThrough),
    };
}
