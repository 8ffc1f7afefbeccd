using Parley.Identity.SecondFactor;

namespace Parley.Identity.Pages;

/// <summary>What setting up a second factor shows in the one answer to it.</summary>
internal sealed class SecondFactorDraft
{
    /// <summary>The key for the app, while it waits for its first code.</summary>
    public string? Secret { get; set; }

    public string? Address { get; set; }

    public QrPicture? Picture { get; set; }

    /// <summary>Recovery codes, once it is on.</summary>
    public IReadOnlyList<string>? Codes { get; set; }

    public void Show(ReadOnlySpan<byte> secret, string email)
    {
        (Secret, Address) = (Totp.Shown(secret), Totp.Address(secret, email));
        Picture = QrPicture.Of(Address);
    }
}
