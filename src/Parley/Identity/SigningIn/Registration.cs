using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.FirstAccount;
using Parley.Identity.Invitations;
using Parley.Identity.Passwords;
using Parley.Identity.Sessions;

namespace Parley.Identity.SigningIn;

/// <summary>Makes accounts for people who ask for one: the first with the setup token, later ones as <see cref="IdentityOptions.SignUp"/> allows.</summary>
internal sealed class Registration(AccountStore accounts, SetupTokens setup, PasswordDesk desk, SignInGuard guard, InvitationStore invitations, IdentityOptions options)
{
    private const string SetupGuesses = "setup";

    public async Task<RegistrationOutcome> RegisterAsync(
        HttpContext context, string email, string password, string? displayName, string? setupToken, string? invitationToken, CancellationToken cancellationToken)
    {
        var (address, role, isProved) = (AccountRules.Trimmed(email), AccountRole.Member, true);
        Func<ParleyDbContext, Task<bool>> mayMake;
        if (await setup.IsOpenAsync(cancellationToken))
        {
            if (!LocalRequests.IsLocal(context)) return new(RegistrationState.NotLocal);
            var guesser = SignInGuard.Address(Device.AddressOf(context));
            if (await guard.LockedForAsync(SetupGuesses, guesser, cancellationToken) is not null) return new(RegistrationState.Locked);
            if (!await setup.IsRightAsync(setupToken, cancellationToken))
            {
                if (setupToken is not null) await guard.FailedAsync(SetupGuesses, guesser, CancellationToken.None);
                return new(RegistrationState.NeedsSetupToken);
            }

            role = AccountRole.Admin;
            mayMake = db => SetupTokens.UseAsync(db, cancellationToken);
        }
        else if (options.SignUp == SignUp.Open && invitationToken is null) (mayMake, isProved) = (_ => Task.FromResult(true), false);
        else if (options.SignUp == SignUp.Closed) return new(RegistrationState.Closed);
        else if (await invitations.FindAsync(invitationToken, address, cancellationToken) is { } invitation)
        {
            role = invitation.Role;
            mayMake = db => invitations.UseAsync(db, invitation.Id, cancellationToken);
        }
        else return new(RegistrationState.NeedsInvitation);

        var name = displayName is null ? AccountRules.NameIn(address) : displayName.Trim();
        if (Problems(address, password, name) is { Count: > 0 } problems) return new(RegistrationState.Invalid) { Errors = problems };
        if (await desk.HashAsync(password, cancellationToken) is not { } hash) return new(RegistrationState.Busy);
        var user = await accounts.CreateAsync(new NewAccount(address, name, role, hash) { IsAddressProved = isProved }, mayMake, cancellationToken);
        return user is null ? new(RegistrationState.Taken) : new(RegistrationState.Done, user);
    }

    private static Dictionary<string, string[]> Problems(string email, string password, string displayName)
    {
        var problems = new Dictionary<string, string[]>();
        AccountRules.Email(email, problems);
        AccountRules.Password(password, email, problems);
        AccountRules.DisplayName(displayName, problems);
        return problems;
    }
}
