using System.CommandLine;
using Parley.Identity.Accounts;
using Parley.Identity.Passwords;
using Parley.Identity.Recovery;
using Parley.Identity.SecondFactor;
using Parley.Shared;

namespace Parley.Identity.Verbs;

/// <summary><c>users create|list|set-role|disable|enable|delete|reset-link|remove-totp</c>: results on standard output, hints on standard error.</summary>
internal static class UserVerbs
{
    public static Command Create(VerbHost host) => new("users", "Accounts of people: create, list, change, delete.")
    {
        CreateVerb(host), ListVerb(host), RoleVerb(host), DisableVerb(host, "disable", "Closes an account: its sessions end, its keys are refused.", isDisabled: true),
        DisableVerb(host, "enable", "Opens a closed account again.", isDisabled: false), DeleteVerb(host), ResetLinkVerb(host), RemoveTotpVerb(host),
    };

    private static Command CreateVerb(VerbHost host)
    {
        var email = new Option<string>("--email") { Description = "The address that the person signs in with.", Required = true };
        var name = new Option<string?>("--display-name") { Description = "The name that others see; what stands before the @ by default." };
        var role = new Option<string>("--role") { Description = "admin or member (the default).", DefaultValueFactory = _ => "member" };
        var fromStandardInput = new Option<bool>("--password-stdin") { Description = "Reads the password from standard input, so that it stands in no process list." };
        var command = new Command("create", "Creates an account and prints its id.") { email, name, role, fromStandardInput };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var address = AccountRules.Trimmed(parsed.GetValue(email)!);
            var shown = parsed.GetValue(name)?.Trim() ?? AccountRules.NameIn(address);
            var problems = new Dictionary<string, string[]>();
            AccountRules.Email(address, problems);
            AccountRules.DisplayName(shown, problems);
            if (!parsed.GetValue(fromStandardInput)) throw new UserError("Nothing was made: give the password on standard input, with --password-stdin.");
            var password = (await host.Input.ReadToEndAsync(cancellationToken)).TrimEnd('\r', '\n');
            AccountRules.Password(password, address, problems);
            if (problems.Count > 0) throw new UserError(string.Join(' ', problems.Select(p => $"{Named(p.Key)} {string.Join(", ", p.Value)}.")));
            var hash = await services.GetRequiredService<PasswordDesk>().HashAsync(password, cancellationToken);
            var user = await services.GetRequiredService<AccountStore>().CreateAsync(new NewAccount(address, shown, RoleIn(parsed.GetValue(role)!), hash) { IsAddressProved = true }, mayMake: null, cancellationToken)
                ?? throw new UserError($"There is an account with the address {address} already. Nothing was made.");
            await host.Output.WriteLineAsync(user.Id.ToString());
            await host.Error.WriteLineAsync($"{user.DisplayName} can sign in now, as {Text(user.Role)}.");
        }, cancellationToken));
        return command;
    }

    private static Command ListVerb(VerbHost host)
    {
        var command = new Command("list", "Lists all accounts.");
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            await host.Output.WriteLineAsync(Line("ID", "ROLE", "CREATED", "STATE", "EMAIL", "NAME"));
            for (Guid? after = null; ;)
            {
                var users = await services.GetRequiredService<AccountStore>().ListAsync(after, PageQuery.MaxLimit, part: null, cancellationToken);
                foreach (var user in users)
                    await host.Output.WriteLineAsync(Line(user.Id.ToString(), Text(user.Role), $"{user.CreatedAt:u}", user.DisabledAt is null ? "active" : "closed", user.Email!, user.DisplayName));
                if (users.Count < PageQuery.MaxLimit) return;
                after = users[^1].Id;
            }
        }, cancellationToken));
        return command;
    }

    private static Command RoleVerb(VerbHost host)
    {
        var who = Who();
        var role = new Argument<string>("ROLE") { Description = "admin or member." };
        var command = new Command("set-role", "Makes somebody an administrator, or a member again. A running server knows within a second.") { who, role };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var (accounts, user) = await FindAsync(services, parsed.GetValue(who)!, cancellationToken);
            var wanted = RoleIn(parsed.GetValue(role)!);
            Check((await accounts.ChangeRightsAsync(user.Id, IfMatch.Any, wanted, isDisabled: null, cancellationToken)).Outcome, user);
            await host.Error.WriteLineAsync($"{user.Email} is {Text(wanted)} now.");
        }, cancellationToken));
        return command;
    }

    private static Command DisableVerb(VerbHost host, string name, string description, bool isDisabled)
    {
        var who = Who();
        var command = new Command(name, description) { who };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var (accounts, user) = await FindAsync(services, parsed.GetValue(who)!, cancellationToken);
            Check((await accounts.ChangeRightsAsync(user.Id, IfMatch.Any, role: null, isDisabled, cancellationToken)).Outcome, user);
            await host.Error.WriteLineAsync($"{user.Email} is {(isDisabled ? "closed" : "open")} now.");
        }, cancellationToken));
        return command;
    }

    private static Command DeleteVerb(VerbHost host)
    {
        var who = Who();
        var command = new Command("delete", "Deletes an account and what is kept for it, for good.") { who };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var (accounts, user) = await FindAsync(services, parsed.GetValue(who)!, cancellationToken);
            Check(await accounts.DeleteAsync(user.Id, IfMatch.Any, cancellationToken), user);
            await host.Error.WriteLineAsync($"{user.Email} is deleted.");
        }, cancellationToken));
        return command;
    }

    private static Command ResetLinkVerb(VerbHost host)
    {
        var who = Who();
        var command = new Command("reset-link", "Prints a link with which somebody sets a new password, once, within an hour; for whoever never came in, an invitation for a week.") { who };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var (accounts, user) = await FindAsync(services, parsed.GetValue(who)!, cancellationToken);
            var (links, isAwaited) = (services.GetRequiredService<ResetLinks>(), await accounts.IsAwaitedAsync(user, cancellationToken));
            var (token, expiresAt) = isAwaited ? links.Invite(user) : links.Create(user);
            await host.Output.WriteLineAsync($"/reset?token={token}");
            await host.Error.WriteLineAsync($"{(isAwaited ? $"This invites {user.Email}, who has no password yet, to choose one. " : "")}Put your server's address before it, and hand it to {user.Email} by a way that you trust. It is good until {expiresAt:u}, once.");
        }, cancellationToken));
        return command;
    }

    private static Command RemoveTotpVerb(VerbHost host)
    {
        var who = Who();
        var command = new Command("remove-totp", "Turns the authenticator app of somebody off who lost it and their recovery codes.") { who };
        command.SetAction((parsed, cancellationToken) => host.RunAsync(parsed, async services =>
        {
            var (_, user) = await FindAsync(services, parsed.GetValue(who)!, cancellationToken);
            if (!await services.GetRequiredService<SecondFactors>().RemoveAsync(user.Id, cancellationToken)) throw new UserError($"{user.Email} has no authenticator app: nothing was changed.");
            await host.Error.WriteLineAsync($"No code is asked of {user.Email} any more.");
        }, cancellationToken));
        return command;
    }

    internal static Argument<string> Who() => new("USER") { Description = "The e-mail address, or the id that \"users list\" shows." };

    internal static async Task<(AccountStore Accounts, User User)> FindAsync(IServiceProvider services, string who, CancellationToken cancellationToken)
    {
        var accounts = services.GetRequiredService<AccountStore>();
        var user = Guid.TryParse(who, out var id) ? await accounts.FindAsync(id, cancellationToken) : await accounts.FindAsync(who, cancellationToken);
        return (accounts, user ?? throw new UserError($"There is no account {who}. \"users list\" shows what there is."));
    }

    private static void Check(RightsChange outcome, User user)
    {
        if (outcome == RightsChange.LastAdministrator) throw new UserError($"{user.Email} is the last administrator: nothing was changed. Make somebody else one first.");
    }

    private static AccountRole RoleIn(string text) => text switch
    {
        "admin" => AccountRole.Admin,
        "member" => AccountRole.Member,
        _ => throw new UserError($"\"{text}\" is no role: it is admin or member."),
    };

    private static string Text(AccountRole role) => role == AccountRole.Admin ? "admin" : "member";

    private static string Line(string id, string role, string created, string state, string email, string name) => $"{id,-36}  {role,-6}  {created,-20}  {state,-6}  {email,-32}  {name}";

    private static string Named(string field) => field switch { "email" => "--email", "displayName" => "--display-name", _ => "The password" };
}
