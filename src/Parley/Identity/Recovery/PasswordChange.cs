namespace Parley.Identity.Recovery;

/// <summary>What came of setting a new password.</summary>
internal enum PasswordChange
{
    Done,

    /// <summary>The current password is wrong.</summary>
    Wrong,

    /// <summary>The current password is right, and a code of the second factor is needed.</summary>
    NeedsCode,

    /// <summary>The current password is right, the code is not.</summary>
    WrongCode,

    /// <summary>The link is not good: never was, is too old, or was used.</summary>
    NoLink,

    /// <summary>Too many wrong attempts.</summary>
    Locked,
    Busy,

    /// <summary>The new one cannot be used.</summary>
    Invalid,
}
