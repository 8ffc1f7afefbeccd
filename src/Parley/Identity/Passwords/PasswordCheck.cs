namespace Parley.Identity.Passwords;

/// <summary>What came of checking a password.</summary>
internal enum PasswordCheck
{
    Wrong,
    Right,

    /// <summary>Right, and kept in a form that is out of date: hash it anew.</summary>
    RightButOld,

    /// <summary>Too many are being checked. Nothing was.</summary>
    Busy,
}
