namespace Parley.Gateway.Messages;

/// <summary>Who failed and how; one low-cardinality metric label each.</summary>
public enum FaultKind : byte
{
    /// <summary>400: the request is malformed, or the upstream refused it.</summary>
    InvalidRequest,

    /// <summary>401: no key, or a wrong, revoked or expired one.</summary>
    Unauthenticated,

    /// <summary>403: the key may not do this.</summary>
    Forbidden,

    /// <summary>404: no such model or object.</summary>
    NotFound,

    /// <summary>413: the body is over the limit.</summary>
    TooLarge,

    /// <summary>429, Parley's or the vendor's; carries <see cref="GatewayFault.RetryAfter"/> when known.</summary>
    RateLimited,

    /// <summary>529: the vendor is overloaded.</summary>
    Overloaded,

    /// <summary>502: the upstream failed (5xx, garbage, a credential it refused).</summary>
    UpstreamFailed,

    /// <summary>503: the upstream cannot be reached, or Parley cannot take the call now.</summary>
    Unavailable,

    /// <summary>504: the upstream did not answer in time.</summary>
    UpstreamTimeout,

    /// <summary>504: only a kept answer was asked for, and none is kept.</summary>
    NotCached,

    /// <summary>The stream was cut after its start; only ever an error event.</summary>
    StreamCut,

    /// <summary>499: the caller left; nobody reads this one.</summary>
    ClientClosed,

    /// <summary>500: Parley's own defect.</summary>
    Internal,
}
