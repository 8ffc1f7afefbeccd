namespace Parley.Gateway.Routing.Health;

/// <summary>Whose fault a failed call was, and so what is learned from it.</summary>
internal enum Blame : byte
{
    /// <summary>Nobody's, or the caller's: tells nothing of the upstream but that it answered, if it did.</summary>
    None,

    /// <summary>The upstream's: it failed, was silent, spoke garbage or broke off.</summary>
    Upstream,

    /// <summary>The credential's: it was refused (401), or its account has no money (402).</summary>
    Credential,

    /// <summary>Perhaps the credential's, perhaps only this request's or this model's (403): a probe must tell.</summary>
    Suspicion,

    /// <summary>The upstream has enough to do (429): it works, and wants to be left alone for a while.</summary>
    Busy,
}
