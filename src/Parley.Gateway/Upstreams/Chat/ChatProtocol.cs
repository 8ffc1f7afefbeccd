using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.OpenAiChat;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Upstreams.Chat;

/// <summary>OpenAI Chat Completions and everything compatible. The base address ends where the vendor's SDK ends it (<c>.../v1</c>).</summary>
internal sealed class ChatProtocol(OpenAiChatDialect dialect) : UpstreamProtocol(dialect)
{
    public override string Kind => "chat";

    public override string? PathOf(LlmOperation operation, string model, bool stream) => operation switch
    {
        LlmOperation.Generate => "/chat/completions",
        LlmOperation.Embed => "/embeddings",
        _ => OpenAiMediaPaths.Of(operation),
    };

    public override KeyValuePair<string, string> Credential(Secret key) => new("Authorization", "Bearer " + key.Reveal());

    public override IAnswerReader CreateWholeReader(LlmOperation operation, bool passesThrough) =>
        operation == LlmOperation.Embed ? new EmbeddingsReader() : base.CreateWholeReader(operation, passesThrough);
}
