using Parley.Identity.Accounts;
using Parley.Identity.Invitations;
using Parley.Identity.Recovery;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary><c>/admin/users</c>: who has an account, and what they may do.</summary>
internal static class UserPages
{
    public const string Path = "/admin/users";
    private const int PageSize = 50;
    private const int MostInvitations = 200;

    public static void MapUserPages(this RouteGroupBuilder pages)
    {
        var group = pages.MapGroup(Path).RequireAuthorization(Policies.Admin);
        group.MapGet("", (Guid? after, string? q, HttpContext context) => ShowAsync(after, context, q));
        group.MapPost("", AddAsync).AddEndpointFilter<PageStepUp>();
        group.MapPost("/{id:guid}/role", ChangeRoleAsync).AddEndpointFilter<PageStepUp>();
        group.MapPost("/{id:guid}/disable", (Guid id, AccountStore accounts, CancellationToken cancellationToken) => DisableAsync(id, true, accounts, cancellationToken));
        group.MapPost("/{id:guid}/enable", (Guid id, AccountStore accounts, CancellationToken cancellationToken) => DisableAsync(id, false, accounts, cancellationToken)).AddEndpointFilter<PageStepUp>();
        group.MapPost("/{id:guid}/delete", DeleteAsync).AddEndpointFilter<PageStepUp>();
    }

    /// <summary>The list; with a status of its own when the form below it could not be used.</summary>
    public static async Task<IResult> ShowAsync(Guid? after, HttpContext context, string? q = null, int status = StatusCodes.Status200OK)
    {
        var services = context.RequestServices;
        var (page, options, stop) = (services.GetRequiredService<PageContext>(), services.GetRequiredService<IdentityOptions>(), context.RequestAborted);
        var part = AccountRules.Part(q);
        var found = await services.GetRequiredService<AccountStore>().ListAsync(after, PageSize + 1, part, stop);
        var rows = found.Take(PageSize).Select(u => new UsersPage.Row(u.Id, u.DisplayName, u.Email!, u.Role == AccountRole.Admin, u.DisabledAt is not null, u.TwoFactorEnabled, u.CreatedAt, u.Id == page.Viewer?.Id)).ToList();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var invited = (await services.GetRequiredService<InvitationStore>().ListAsync(null, MostInvitations, stop)).Where(i => i.UsedAt is null && i.ExpiresAt > now)
            .Select(i => new UsersPage.Invited(i.Id, i.Email, i.Role == AccountRole.Admin, i.ExpiresAt)).ToList();
        return PageResult.Of<UsersPage>(new UsersPage.View(rows, part, found.Count > PageSize ? rows[^1].Id : null, SignUpText(options.SignUp), options.SignUp != SignUp.Closed, invited), status);
    }

    /// <summary>An account without a password, and the invitation with which its owner chooses one: nobody else ever knows it.</summary>
    private static async Task<IResult> AddAsync(HttpContext context, FormState form, AccountStore accounts, ResetLinks resetLinks, Links links, InvitationLetters letters, CancellationToken cancellationToken)
    {
        var (email, problems) = (AccountRules.Trimmed(form["email"]), new Dictionary<string, string[]>());
        var name = form["displayName"].Trim() is { Length: > 0 } given ? given : AccountRules.NameIn(email);
        AccountRules.Email(email, problems);
        if (problems.Count > 0) form.Fail("email", "This is no e-mail address, so no account was made.");
        else AccountRules.DisplayName(name, problems);
        if (problems.TryGetValue("displayName", out var wrong)) form.Fail("displayName", $"This {wrong[0]}.");
        var user = form.IsValid ? await accounts.CreateAsync(new NewAccount(email, name, RoleIn(form["role"]) ?? AccountRole.Member, null) { IsAddressProved = true }, null, cancellationToken) : null;
        if (form.IsValid && user is null) form.Fail("email", "There is an account with this address already. It was not changed.");
        if (user is null) return await ShowAsync(null, context, status: StatusCodes.Status422UnprocessableEntity);
        var (token, _) = resetLinks.Invite(user);
        return PageResult.Of<LinkPage>(new LinkPage.View($"{user.DisplayName} has an account", LinkPage.HandOn(user.Email!, letters.ToAccount(user.Email!, token), "Whoever opens it within a week chooses the password. It is shown only now; the list of users makes another one."), links.Reset(context, token)));
    }

    private static async Task<IResult> ChangeRoleAsync(Guid id, FormState form, AccountStore accounts, CancellationToken cancellationToken)
    {
        if (RoleIn(form["role"]) is not { } role) return PageResult.GoBack(Path, "There is no such role.");
        var (outcome, user) = await accounts.ChangeRightsAsync(id, IfMatch.Any, role, isDisabled: null, cancellationToken);
        return After(id, outcome, role == AccountRole.Admin ? $"{user?.DisplayName} is an administrator now." : $"{user?.DisplayName} is a member now.");
    }

    private static async Task<IResult> DisableAsync(Guid id, bool disabled, AccountStore accounts, CancellationToken cancellationToken)
    {
        var (outcome, user) = await accounts.ChangeRightsAsync(id, IfMatch.Any, role: null, disabled, cancellationToken);
        return After(id, outcome, disabled ? $"{user?.DisplayName} is signed out and cannot sign in." : $"{user?.DisplayName} may sign in again.");
    }

    private static async Task<IResult> DeleteAsync(Guid id, AccountStore accounts, CancellationToken cancellationToken) =>
        After(null, await accounts.DeleteAsync(id, IfMatch.Any, cancellationToken), "The account is deleted, with everything in it.");

    private static IResult After(Guid? id, RightsChange outcome, string done) => outcome switch
    {
        RightsChange.Done => PageResult.Go(id is null ? Path : $"{Path}/{id}", done),
        RightsChange.LastAdministrator => PageResult.GoBack(id is null ? Path : $"{Path}/{id}", "This is the last administrator. Nothing was changed: make another one first."),
        _ => PageResult.GoBack(Path, "There is no such account any more."),
    };

    // Not by the framework's reading of names, which takes any number as well.
    internal static AccountRole? RoleIn(string text) => text switch { "admin" => AccountRole.Admin, "member" => AccountRole.Member, _ => null };

    private static string SignUpText(SignUp signUp) => signUp switch
    {
        SignUp.Open => "Everybody who reaches this server may make an account.",
        SignUp.Invitation => "Only invited people may make an account.",
        _ => "Nobody can make an account by themselves.",
    };
}
