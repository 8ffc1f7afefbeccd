using System.ComponentModel.DataAnnotations;

namespace Parley.Identity;

/// <summary>Who may have an account. Bound from <c>Parley:Identity</c>.</summary>
internal sealed class IdentityOptions
{
    /// <summary>Who may make an account: <c>closed</c> (default) nobody but administrators, <c>invitation</c> whoever they invite, <c>open</c> everybody. The first account is made with the setup token.</summary>
    public SignUp SignUp { get; set; } = SignUp.Closed;

    /// <summary>Attempts to register, sign in, refresh and the like that one network address may make in a minute; default 600.</summary>
    [Range(1, 1_000_000)]
    public int AttemptsPerMinute { get; set; } = 600;
}
