using System.Collections.Immutable;
using Parley.Gateway.Messages;

namespace Parley.Gateway.Routing;

/// <summary>One provider as the engine needs it: immutable; a change is a new one.</summary>
public sealed record UpstreamConfig
{
    /// <summary>The provider's unique name.</summary>
    public required string Name { get; init; }

    /// <summary>The upstream's protocol: <c>chat</c>, <c>messages</c>, <c>gemini</c>, <c>demo</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Since when it is registered: one that was removed and registered again is another, and begins anew.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>Other protocols that the same address speaks, by their names: a caller of such a format is served in it, unread.</summary>
    public ImmutableArray<string> AlsoSpeaks { get; init; } = [];

    /// <summary>The protocol for a request. Whoever speaks a format does not count in it, too: most would answer 404 to what is estimated otherwise.</summary>
    internal string KindFor(LlmRequest request) =>
        !AlsoSpeaks.IsEmpty && request.Operation is LlmOperation.Generate or LlmOperation.Compact && AlsoSpeaks.Contains(request.Format.Name()) ? request.Format.Name() : Kind;

    /// <summary>Base address as the vendors' SDKs take it: <c>https://api.openai.com/v1</c> for chat (<c>/chat/completions</c>
    /// is appended), <c>https://api.anthropic.com</c> for messages (<c>/v1/messages</c> is appended),
    /// <c>https://generativelanguage.googleapis.com</c> for gemini (<c>/v1beta/models/...</c> is appended, or <c>/models/...</c> behind a version). Null for the demo.</summary>
    public Uri? BaseUrl { get; init; }

    /// <summary>The credentials, which are used in turn; empty for upstreams that need none.</summary>
    public ImmutableArray<UpstreamCredential> Credentials { get; init; } = [];

    /// <summary>Stops calling an upstream that keeps failing, but for one trial a second; default true.</summary>
    public bool Breaker { get; init; } = true;

    /// <summary>What the upstream can bear; no limits by default.</summary>
    public UpstreamLimits Limits { get; init; } = new();

    /// <summary>Private, loopback and link-local addresses are allowed for the base address's host and port.</summary>
    public bool AllowPrivateNetwork { get; init; }

    /// <summary>Any model name may be asked of this provider as <c>provider/model</c>.</summary>
    public bool TakesAnyModel { get; init; }

    /// <summary>Beginnings of model names that this provider claims (<c>gpt-</c>); empty for none.</summary>
    public ImmutableArray<string> ModelPrefixes { get; init; } = [];

    /// <summary>Further tries after a retryable fault, as long as nothing was sent to the client. Default 2.</summary>
    public int MaxRetries { get; init; } = 2;

    /// <summary>Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the request sent to the response's head; default 10 min, because a whole answer of a reasoning model takes minutes.</summary>
    public TimeSpan FirstByteTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Longest silence within a stream; default 2 min.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>What happens when the client leaves: <c>estimate</c> (default) ends the call and estimates what it used, <c>drain</c> reads the
    /// answer to its end, up to <see cref="GatewayLimits.DrainLimit"/>, to book what the vendor reports, <c>none</c> ends it and books only what was reported by then.</summary>
    public string CancelPolicy { get; init; } = "estimate";

    /// <summary>The policy is <c>drain</c>.</summary>
    internal bool IsDrained => CancelPolicy == "drain";
}
