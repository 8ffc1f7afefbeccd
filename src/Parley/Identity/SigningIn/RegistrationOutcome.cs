using Parley.Identity.Accounts;

namespace Parley.Identity.SigningIn;

/// <summary>How an attempt to make an account ended.</summary>
internal sealed record RegistrationOutcome(RegistrationState State, User? User = null)
{
    /// <summary>What is wrong, by field of the API; the text continues the field's name.</summary>
    public IDictionary<string, string[]> Errors { get; init; } = new Dictionary<string, string[]>();

    public bool IsDone => State == RegistrationState.Done;

    /// <summary>For the person who tried.</summary>
    public string Text => State switch
    {
        RegistrationState.NeedsSetupToken => "This server has no account yet. The first one needs the setup token, which the server printed when it started, in a link to /setup?token=... "
            + "Open that link (programs send the token as setupToken). Or make the account on the server's command line: \"users create --help\".",
        RegistrationState.NotLocal => "This server has no account yet, and the first one can only be made on the machine that the server runs on: open the link that it printed when it started, there; "
            + "or make the account on its command line: \"users create --help\".",
        RegistrationState.Closed => "Nobody can make an account here by themselves. Ask an administrator for one.",
        RegistrationState.NeedsInvitation => "An account here needs an invitation, for this e-mail address, that was not used and is not too old. Ask an administrator for one.",
        RegistrationState.Taken => "There is an account with this e-mail address already. Sign in with it, or ask for a new password.",
        RegistrationState.Locked => "Too many attempts failed. Try again in a few minutes.",
        RegistrationState.Busy => "Too many people sign in at this moment. Nothing was made; try again in a few seconds.",
        _ => "",
    };
}
