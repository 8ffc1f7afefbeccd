using Parley.Identity.Accounts;
using Parley.Identity.Passwords;
using Parley.Identity.SecondFactor;
using Parley.Identity.Sessions;

namespace Parley.Identity.SigningIn;

/// <summary>Checks e-mail address, password and, where one is set up, the second factor. Does the same work, and answers the same, whether there is such an account or not.</summary>
internal sealed class PasswordSignIn(AccountStore accounts, PasswordDesk desk, SignInGuard guard, OneAtATime turns, SecondFactors factors)
{
    public async Task<SignInOutcome> CheckAsync(string email, string password, string? code, Device device, CancellationToken cancellationToken)
    {
        var (account, address) = (SignInGuard.Account(email), SignInGuard.Address(device.Address));
        if (password.Length > AccountRules.MaxPassword) password = "";
        using (await turns.TakeAsync(account, cancellationToken))
        {
            if (await guard.LockedForAsync(account, address, cancellationToken) is { } wait) return new(SignInState.Locked, RetryAfter: wait);
            var user = await accounts.FindAsync(email, cancellationToken);
            var check = await desk.CheckAsync(user?.PasswordHash, password, cancellationToken);
            if (check == PasswordCheck.Busy) return new(SignInState.Busy, RetryAfter: TimeSpan.FromSeconds(3));
            if (user is null || check == PasswordCheck.Wrong)
            {
                // Also when the caller has left: an attempt is an attempt.
                await guard.FailedAsync(account, address, CancellationToken.None);
                return new(SignInState.Wrong);
            }

            if (user.TwoFactorEnabled)
            {
                if (string.IsNullOrWhiteSpace(code)) return new(SignInState.NeedsCode);
                if (!await factors.TakeAsync(user.Id, code, cancellationToken))
                {
                    await guard.FailedAsync(account, address, CancellationToken.None);
                    return new(SignInState.WrongCode);
                }
            }

            await guard.SucceededAsync(account, cancellationToken);
            if (check == PasswordCheck.RightButOld && await desk.HashAsync(password, cancellationToken) is { } hash) await accounts.RehashAsync(user, hash, cancellationToken);
            return user.DisabledAt is not null ? new(SignInState.Disabled) : new(SignInState.Done, user);
        }
    }
}
