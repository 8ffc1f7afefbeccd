using Parley.Identity.Accounts;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary>Tells pages who looks at them: whoever the browser's cookie belongs to.</summary>
internal sealed class SignedIn(AccountStore accounts) : IViewerSource
{
    public async ValueTask<Viewer?> FindAsync(HttpContext context)
    {
        if (CallerIdentity.Of(context.User) is not { Credential.Kind: CredentialKind.Session, Caller.UserId: not null }) return null;
        return await accounts.FindAsync(CallerIdentity.UserId(context.User), context.RequestAborted) is { } user
            ? new Viewer(user.Id, user.DisplayName, user.Email!, user.Role == AccountRole.Admin, ThemeOf(user),
                AvatarUrl: user.AvatarHash is { } hash ? $"/api/v1/auth/me/avatar?v={hash[..8]}" : null)
            : null;
    }

    // Who never chose is shown what the browser remembers.
    private static Ui.Theme? ThemeOf(User user) => user.Preferences is null ? null : Enum.Parse<Ui.Theme>(PreferenceStore.Of(user).Theme.ToString());
}
