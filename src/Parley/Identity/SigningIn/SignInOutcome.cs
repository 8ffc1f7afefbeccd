using Parley.Identity.Accounts;

namespace Parley.Identity.SigningIn;

/// <summary>How an attempt to sign in ended.</summary>
/// <param name="State">How.</param>
/// <param name="User">Who; only when <see cref="SignInState.Done"/>.</param>
/// <param name="RetryAfter">How long to wait, when locked or busy.</param>
internal sealed record SignInOutcome(SignInState State, User? User = null, TimeSpan? RetryAfter = null)
{
    public bool IsDone => State == SignInState.Done;

    /// <summary>For the person who tried; empty when done.</summary>
    public string Text => State switch
    {
        SignInState.Done => "",
        SignInState.NeedsCode => "The password is right. Now enter the code of your authenticator app, or one of your recovery codes.",
        SignInState.WrongCode => "This code is wrong, or was used already. Enter the one that your authenticator app shows now, or a recovery code.",
        SignInState.Disabled => "This account was closed by an administrator. Ask them to open it again.",
        SignInState.Locked => $"Too many attempts failed. Try again in {Minutes(RetryAfter)}; if you have forgotten the password, ask for a new one.",
        SignInState.Busy => "Too many people sign in at this moment. Try again in a few seconds.",
        _ => "The e-mail address or the password is wrong.",
    };

    private static string Minutes(TimeSpan? time) => time is { TotalMinutes: > 1 } ? $"{Math.Ceiling(time.Value.TotalMinutes):0} minutes" : "a minute";
}
