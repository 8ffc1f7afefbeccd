using System.ComponentModel.DataAnnotations;

namespace Parley.Identity.Outside;

/// <summary>An outside issuer whose word is taken. An entry of <c>Parley:Identity:Issuers</c>.</summary>
internal sealed class IssuerOptions : IValidatableObject
{
    /// <summary>Short name, shown at sign-in and part of addresses: a-z, 0-9, -.</summary>
    public string Name { get; set; } = "";

    /// <summary>The issuer, as its tokens name it; its discovery document is expected under it.</summary>
    public string Url { get; set; } = "";

    /// <summary>Where its keys are, for an issuer without a discovery document; empty to look there.</summary>
    public string KeysUrl { get; set; } = "";

    /// <summary>For an issuer that signs with a shared secret (HS256), as Supabase's older projects do: no keys are looked for then.</summary>
    public string SharedSecret { get; set; } = "";

    /// <summary>For whom bearer tokens must be; empty for the client id. Supabase: <c>authenticated</c>.</summary>
    public string Audience { get; set; } = "";

    /// <summary>For signing in at its page (code flow with PKCE); empty for bearer tokens only.</summary>
    public string ClientId { get; set; } = "";

    public string ClientSecret { get; set; } = "";

    /// <summary>Whoever it knows gets an account here at the first time; false for people who have one with the same, verified, e-mail address.</summary>
    public bool CreatesAccounts { get; set; } = true;

    public string AudienceOrClient => Audience.Length > 0 ? Audience : ClientId;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name.Length is 0 or > 30 || Name.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-')) yield return new("a name has 1 to 30 of a-z, 0-9 and -.", [nameof(Name)]);
        if (!IsAddress(Url)) yield return new("it must be an https address (http on this machine only).", [nameof(Url)]);
        if (KeysUrl.Length > 0 && !IsAddress(KeysUrl)) yield return new("it must be an https address (http on this machine only).", [nameof(KeysUrl)]);
        if (SharedSecret.Length is > 0 and < 32) yield return new("it must have at least 32 characters.", [nameof(SharedSecret)]);
        if (AudienceOrClient.Length == 0) yield return new("say for whom its tokens must be: an audience or a client id.", [nameof(Audience)]);
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));
}
