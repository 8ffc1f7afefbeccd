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
