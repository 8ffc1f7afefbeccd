using System.Buffers;
using Parley.Gateway.Dialects;
using Parley.Gateway.Dialects.Gemini;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Upstreams.Http;

namespace Parley.Gateway.Upstreams.Gemini;

/// <summary>
/// Google generateContent. The base address ends where the vendor's SDK ends it (the host), or behind a version (<c>.../v1beta</c>).
/// The model stands in the path.
/// </summary>
internal sealed class GeminiProtocol(GeminiDialect dialect, ITokenEstimator estimator) : UpstreamProtocol(dialect)
{
    public override string Kind => "gemini";

    public override string? PathOf(LlmOperation operation, string model, bool stream)
    {
        if (ModelPath.Escape(model) is not { } path) return null;
        return operation switch
        {
            LlmOperation.Generate => path + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent"),
            LlmOperation.CountTokens => path + ":countTokens",
            LlmOperation.Embed => path + ":batchEmbedContents",
            _ => null,
        };
    }

    public override string BaseOf(Uri baseUrl) => GeminiAddress.WithVersion(baseUrl);

    public override bool Translates(LlmOperation operation) => operation is LlmOperation.Generate or LlmOperation.CountTokens or LlmOperation.Embed;

    public override IReadOnlyCollection<string> WriteRequest(LlmOperation operation, Prompt prompt, UpstreamTarget target, bool stream, IBufferWriter<byte> output) =>
        operation == LlmOperation.CountTokens ? new RequestWriter(prompt, target, output).WriteCount() : base.WriteRequest(operation, prompt, target, stream, output);

    public override BodyTranslation? TranslationOf(LlmRequest request, UpstreamTarget target) =>
        request.Operation == LlmOperation.Embed ? new EmbeddingsTranslation(request, target, estimator) : null;

    public override KeyValuePair<string, string> Credential(Secret key) => new("x-goog-api-key", key.Reveal());

    public override IAnswerReader CreateWholeReader(LlmOperation operation, bool passesThrough) =>
        operation == LlmOperation.CountTokens ? new CountTokensReader("totalTokens") : base.CreateWholeReader(operation, passesThrough);
}
