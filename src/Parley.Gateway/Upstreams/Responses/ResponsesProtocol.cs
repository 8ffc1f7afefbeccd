using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Upstreams.Responses;

/// <summary>OpenAI Responses and everything compatible. The base address ends where the vendor's SDK ends it (<c>.../v1</c>).</summary>
internal sealed class ResponsesProtocol(OpenAiResponsesDialect dialect) : UpstreamProtocol(dialect)
{
    public override string Kind => "responses";

    public override string? PathOf(LlmOperation operation, string model, bool stream) => operation == LlmOperation.Generate ? "/responses" : null;

    public override KeyValuePair<string, string> Credential(Secret key) => new("Authorization", "Bearer " + key.Reveal());
}
