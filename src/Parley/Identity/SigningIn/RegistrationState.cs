namespace Parley.Identity.SigningIn;

/// <summary>How an attempt to make an account ended.</summary>
internal enum RegistrationState
{
    Done,

    /// <summary>Fields cannot be used: the outcome names them.</summary>
    Invalid,

    /// <summary>There is no account yet, and the setup token is missing or wrong.</summary>
    NeedsSetupToken,

    /// <summary>There is no account yet, and the request does not come from the server's own machine.</summary>
    NotLocal,

    /// <summary>Nobody may make an account here.</summary>
    Closed,

    /// <summary>Only who is invited may, and the invitation is missing, wrong, used, too old, or for another address.</summary>
    NeedsInvitation,

    /// <summary>There is an account with that address.</summary>
    Taken,

    Locked,
    Busy,
}
