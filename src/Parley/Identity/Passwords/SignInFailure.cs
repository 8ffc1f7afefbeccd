namespace Parley.Identity.Passwords;

/// <summary>Failed attempts for one e-mail address, whether there is an account for it or not, or from one network address; or what was good once, and was used.</summary>
internal sealed class SignInFailure
{
    public required string Key { get; init; }

    public int Count { get; set; }

    /// <summary>Unix milliseconds: of the first that counts, and until when attempts are refused.</summary>
    public long Since { get; set; }

    public long LockedUntil { get; set; }
}
