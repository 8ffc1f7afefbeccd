using Parley.Identity.Accounts;
using Parley.Identity.Passwords;
using Parley.Identity.SecondFactor;
using Parley.Identity.Sessions;

namespace Parley.Identity.Recovery;

/// <summary>Sets new passwords: by the current one, or by a one-time link. All other sessions of the person end.</summary>
internal sealed class PasswordChanges(AccountStore accounts, PasswordDesk desk, SignInGuard guard, OneAtATime turns, SecondFactors factors, ResetLinks links)
{
    /// <summary>What is wrong with a new password; null when nothing is. The text continues the field's name.</summary>
    public static string? ProblemOf(string password, string email)
    {
        var problems = new Dictionary<string, string[]>();
        AccountRules.Password(password, email, problems);
        return problems.Count == 0 ? null : problems["password"][0];
    }

    public async Task<PasswordChange> ChangeAsync(User user, string current, string wanted, Guid? session, Device device, CancellationToken cancellationToken)
    {
        if (ProblemOf(wanted, user.Email!) is not null) return PasswordChange.Invalid;
        var check = await CheckAsync(user, current, asksCode: false, null, device, cancellationToken);
        if (check != PasswordChange.Done) return check;
        if (await desk.HashAsync(wanted, cancellationToken) is not { } hash) return PasswordChange.Busy;
        return await accounts.SetPasswordAsync(user.Id, hash, session, user.SecurityStamp, cancellationToken) ? PasswordChange.Done : PasswordChange.Wrong;
    }

    /// <summary>Whether somebody who is signed in is who they were: as much is asked for as at the door. Wrong attempts count like those there.</summary>
    public Task<PasswordChange> VerifyAsync(User user, string password, string? code, Device device, CancellationToken cancellationToken) =>
        CheckAsync(user, password, asksCode: user.TwoFactorEnabled, code, device, cancellationToken);

    public async Task<PasswordChange> ResetAsync(string token, string wanted, CancellationToken cancellationToken)
    {
        if (await links.FindAsync(token, cancellationToken) is not { } user) return PasswordChange.NoLink;
        if (ProblemOf(wanted, user.Email!) is not null) return PasswordChange.Invalid;
        if (await desk.HashAsync(wanted, cancellationToken) is not { } hash) return PasswordChange.Busy;
        if (!await accounts.SetPasswordAsync(user.Id, hash, exceptSession: null, user.SecurityStamp, cancellationToken, provesAddress: true)) return PasswordChange.NoLink;
        await guard.SucceededAsync(SignInGuard.Account(user.Email!), cancellationToken);
        return PasswordChange.Done;
    }

    private async Task<PasswordChange> CheckAsync(User user, string password, bool asksCode, string? code, Device device, CancellationToken cancellationToken)
    {
        var (account, address) = (SignInGuard.Account(user.Email!), SignInGuard.Address(device.Address));
        using (await turns.TakeAsync(account, cancellationToken))
        {
            if (await guard.LockedForAsync(account, address, cancellationToken) is not null) return PasswordChange.Locked;
            switch (await desk.CheckAsync(user.PasswordHash, password.Length > AccountRules.MaxPassword ? "" : password, cancellationToken))
            {
                case PasswordCheck.Busy: return PasswordChange.Busy;
                case PasswordCheck.Wrong:
                    await guard.FailedAsync(account, address, CancellationToken.None);
                    return PasswordChange.Wrong;
            }

            if (!asksCode) return PasswordChange.Done;
            if (string.IsNullOrWhiteSpace(code)) return PasswordChange.NeedsCode;
            if (await factors.TakeAsync(user.Id, code, cancellationToken)) return PasswordChange.Done;
            await guard.FailedAsync(account, address, CancellationToken.None);
            return PasswordChange.WrongCode;
        }
    }
}
