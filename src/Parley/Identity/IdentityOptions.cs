using System.ComponentModel.DataAnnotations;
using Parley.Identity.Outside;

namespace Parley.Identity;

/// <summary>Who may have an account. Bound from <c>Parley:Identity</c>.</summary>
internal sealed class IdentityOptions
{
    /// <summary>Who may make an account: <c>closed</c> (default) nobody but administrators, <c>invitation</c> whoever they invite, <c>open</c> everybody. The first account is made with the setup token.</summary>
    public SignUp SignUp { get; set; } = SignUp.Closed;

    /// <summary>The address at which people reach this server, for links in letters and invitations; default: the one that an administrator's request came to, and no letters.</summary>
    [RegularExpression("^(https?://[^/?#]+/?)?$", ErrorMessage = "it must be like https://parley.example.org, without a path.")]
    public string PublicUrl { get; set; } = "";

    /// <summary>Outside issuers whose word is taken; default none.</summary>
    public List<IssuerOptions> Issuers { get; set; } = [];

    /// <summary>Attempts to register, sign in, refresh and the like that one network address may make in a minute; default 600.</summary>
    [Range(1, 1_000_000)]
    public int AttemptsPerMinute { get; set; } = 600;

    /// <summary>Requests that one person, with all sessions and keys together, may send in a minute to pages and <c>/api/v1</c>; default 3000, 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 3000;
}
