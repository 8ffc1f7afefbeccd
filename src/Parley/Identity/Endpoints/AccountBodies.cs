using System.ComponentModel;
using Parley.Identity.Accounts;
using Parley.Identity.Invitations;

namespace Parley.Identity.Endpoints;

/// <summary>The body of POST /api/v1/auth/password.</summary>
internal sealed record PasswordBody(string CurrentPassword, [property: Description("8 to 256 characters.")] string NewPassword)
{
    public override string ToString() => nameof(PasswordBody);
}

/// <summary>The body of POST /api/v1/auth/verify.</summary>
internal sealed record VerifyBody(
    string Password,
    [property: Description("Where a second factor is set up: the six digits of the authenticator app, or a recovery code.")] string? Code = null)
{
    public override string ToString() => nameof(VerifyBody);
}

/// <summary>The body of POST /api/v1/auth/forgot.</summary>
internal sealed record ForgotBody(string Email);

/// <summary>What is told to everybody who forgot a password.</summary>
internal sealed record ForgotView(string Detail);

/// <summary>The body of POST /api/v1/auth/reset.</summary>
internal sealed record ResetBody([property: Description("As the link holds it.")] string Token, [property: Description("8 to 256 characters.")] string NewPassword)
{
    public override string ToString() => nameof(ResetBody);
}

/// <summary>A secret for an authenticator app, shown this once.</summary>
internal sealed record TotpView(
    [property: Description("To type into the app.")] string Secret,
    [property: Description("To show as a QR code, or to open on the device itself.")] string Uri)
{
    public override string ToString() => nameof(TotpView);
}

/// <summary>The body of POST /api/v1/auth/totp/confirm.</summary>
internal sealed record TotpConfirmBody([property: Description("The six digits that the app shows now.")] string Code);

/// <summary>Codes for the day that the app is lost, shown this once; each is good once.</summary>
internal sealed record RecoveryCodesView(IReadOnlyList<string> RecoveryCodes)
{
    public override string ToString() => nameof(RecoveryCodesView);
}

/// <summary>An account as administrators see it.</summary>
internal sealed record UserView(Guid Id, string Email, string DisplayName, AccountRole Role, DateTimeOffset CreatedAt, [property: Description("Closed by an administrator; null for open.")] DateTimeOffset? DisabledAt, bool HasTotp)
{
    public static UserView Of(User user) => new(user.Id, user.Email!, user.DisplayName, user.Role, user.CreatedAt, user.DisabledAt, user.TwoFactorEnabled);
}

/// <summary>The body of PATCH /api/v1/users/{id}: what it leaves out stays.</summary>
internal sealed record UserChange(
    [property: Description("admin or member.")] AccountRole? Role = null,
    [property: Description("true closes the account: its sessions end, its keys are refused; false opens it again.")] bool? Disabled = null);

/// <summary>A one-time link to set a new password.</summary>
internal sealed record ResetLinkView(string Url, string Token, DateTimeOffset ExpiresAt)
{
    public override string ToString() => nameof(ResetLinkView);
}

/// <summary>The body of POST /api/v1/invitations.</summary>
internal sealed record InvitationWanted([property: Description("Who may use it.")] string Email, [property: Description("admin or member (the default).")] AccountRole Role = AccountRole.Member);

/// <summary>An invitation that was just made: the only time that its token is shown.</summary>
internal sealed record InvitationMade(Guid Id, string Email, AccountRole Role, string Token, string Url, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt)
{
    public override string ToString() => nameof(InvitationMade);
}

/// <summary>An invitation, without its token.</summary>
internal sealed record InvitationView(Guid Id, string Email, AccountRole Role, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, [property: Description("Null until an account was made with it.")] DateTimeOffset? UsedAt)
{
    public static InvitationView Of(Invitation invitation) => new(invitation.Id, invitation.Email, invitation.Role, invitation.CreatedAt, invitation.ExpiresAt, invitation.UsedAt);
}
