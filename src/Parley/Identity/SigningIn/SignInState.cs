namespace Parley.Identity.SigningIn;

/// <summary>How an attempt to sign in ended.</summary>
internal enum SignInState
{
    Done,

    /// <summary>The address or the password is wrong; which one is nobody's business.</summary>
    Wrong,

    /// <summary>The password is right, and a code of the second factor is needed.</summary>
    NeedsCode,

    /// <summary>The password is right, the code is not.</summary>
    WrongCode,

    /// <summary>Everything is right, and an administrator has closed the account.</summary>
    Disabled,

    /// <summary>Too many attempts: the outcome tells how long to wait.</summary>
    Locked,

    /// <summary>Too many people sign in at this moment.</summary>
    Busy,
}
