using System.Buffers;
using System.Net.Http.Headers;
using Parley.Gateway.Dialects;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Upstreams.Http;

/// <summary>What differs between vendors' HTTP protocols besides the format of bodies: paths and credentials.</summary>
internal abstract class UpstreamProtocol(IUpstreamDialect dialect)
{
    /// <summary>As <see cref="UpstreamConfig.Kind"/> spells it.</summary>
    public abstract string Kind { get; }

    /// <summary>The format of bodies.</summary>
    public IUpstreamDialect Dialect { get; } = dialect;

    /// <summary>The path of an operation behind the base address, or null when the protocol has none. <paramref name="model"/>: the upstream's
    /// own name of it, for protocols that have it in their paths; not escaped.</summary>
    public abstract string? PathOf(LlmOperation operation, string model, bool stream);

    /// <summary>What paths are put behind: the base address, without a slash at its end.</summary>
    public virtual string BaseOf(Uri baseUrl) => baseUrl.AbsoluteUri.TrimEnd('/');

    /// <summary>Whether an operation that was asked for in this format goes as it is.</summary>
    public virtual bool Passes(LlmOperation operation, WireFormat format) => format == Dialect.Format || operation.IsMedia();

    /// <summary>Whether an operation that was asked for in another format can be done in this one.</summary>
    public virtual bool Translates(LlmOperation operation) => operation == LlmOperation.Generate;

    /// <summary>Writes an operation on a prompt that was read from another format, as <see cref="IUpstreamDialect.WriteRequest"/> does.</summary>
    public virtual IReadOnlyCollection<string> WriteRequest(LlmOperation operation, Prompt prompt, UpstreamTarget target, bool stream, IBufferWriter<byte> output) =>
        Dialect.WriteRequest(prompt, target, stream, output);

    /// <summary>How an operation that has no prompt (embeddings) is put from the caller's format into this one, and back; null where
    /// the prompt and the events say everything.</summary>
    /// <exception cref="GatewayFaultException">The request cannot be translated.</exception>
    public virtual BodyTranslation? TranslationOf(LlmRequest request, UpstreamTarget target) => null;

    /// <summary>The header that carries a credential.</summary>
    public abstract KeyValuePair<string, string> Credential(Secret key);

    /// <summary>Puts the protocol's own headers on a call.</summary>
    public virtual void SetHeaders(HttpRequestHeaders headers)
    {
    }

    /// <summary>A reader for a whole answer to an operation; <paramref name="passesThrough"/>: nobody will write its events
    /// in another format.</summary>
    public virtual IAnswerReader CreateWholeReader(LlmOperation operation, bool passesThrough) =>
        passesThrough ? Dialect.CreateWholeTap() : Dialect.CreateWholeReader();
}
