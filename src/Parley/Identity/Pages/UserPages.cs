using Parley.Identity.Accounts;
using Parley.Identity.Invitations;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary><c>/admin/users</c>: who has an account, and what they may do.</summary>
internal static class UserPages
{
    private const string Path = "/admin/users";
    private const int PageSize = 50;
    private const int MostInvitations = 200;

    public static void MapUserPages(this RouteGroupBuilder pages)
    {
        var group = pages.MapGroup(Path).RequireAuthorization(Policies.Admin);
        group.MapGet("", ListAsync);
        group.MapPost("/{id:guid}/role", ChangeRoleAsync);
        group.MapPost("/{id:guid}/disable", (Guid id, AccountStore accounts, CancellationToken cancellationToken) => DisableAsync(id, true, accounts, cancellationToken));
        group.MapPost("/{id:guid}/enable", (Guid id, AccountStore accounts, CancellationToken cancellationToken) => DisableAsync(id, false, accounts, cancellationToken));
        group.MapPost("/{id:guid}/delete", DeleteAsync).AddEndpointFilter<PageStepUp>();
    }

    private static async Task<IResult> ListAsync(Guid? after, PageContext page, AccountStore accounts, InvitationStore invitations, IdentityOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var found = await accounts.ListAsync(after, PageSize + 1, cancellationToken);
        var rows = found.Take(PageSize).Select(u => new UsersPage.Row(u.Id, u.DisplayName, u.Email!, u.Role == AccountRole.Admin, u.DisabledAt is not null, u.CreatedAt, u.Id == page.Viewer?.Id)).ToList();
        var now = time.GetUtcNow();
        var invited = (await invitations.ListAsync(null, MostInvitations, cancellationToken)).Where(i => i.UsedAt is null && i.ExpiresAt > now)
            .Select(i => new UsersPage.Invited(i.Id, i.Email, i.Role == AccountRole.Admin, i.ExpiresAt)).ToList();
        return PageResult.Of<UsersPage>(new UsersPage.View(rows, found.Count > PageSize ? rows[^1].Id : null, SignUpText(options.SignUp), options.SignUp != SignUp.Closed, invited));
    }

    private static async Task<IResult> ChangeRoleAsync(Guid id, FormState form, AccountStore accounts, CancellationToken cancellationToken)
    {
        if (!Enum.TryParse<AccountRole>(form["role"], ignoreCase: true, out var role)) return PageResult.GoBack(Path, "There is no such role.");
        var (outcome, user) = await accounts.ChangeRightsAsync(id, IfMatch.Any, role, isDisabled: null, cancellationToken);
        return After(outcome, role == AccountRole.Admin ? $"{user?.DisplayName} is an administrator now." : $"{user?.DisplayName} is a member now.");
    }

    private static async Task<IResult> DisableAsync(Guid id, bool disabled, AccountStore accounts, CancellationToken cancellationToken)
    {
        var (outcome, user) = await accounts.ChangeRightsAsync(id, IfMatch.Any, role: null, disabled, cancellationToken);
        return After(outcome, disabled ? $"{user?.DisplayName} is signed out and cannot sign in." : $"{user?.DisplayName} may sign in again.");
    }

    private static async Task<IResult> DeleteAsync(Guid id, AccountStore accounts, CancellationToken cancellationToken) =>
        After(await accounts.DeleteAsync(id, IfMatch.Any, cancellationToken), "The account is deleted, with everything in it.");

    private static IResult After(RightsChange outcome, string done) => outcome switch
    {
        RightsChange.Done => PageResult.Go(Path, done),
        RightsChange.LastAdministrator => PageResult.GoBack(Path, "This is the last administrator. Nothing was changed: make another one first."),
        _ => PageResult.GoBack(Path, "There is no such account any more."),
    };

    private static string SignUpText(SignUp signUp) => signUp switch
    {
        SignUp.Open => "Everybody who reaches this server may make an account.",
        SignUp.Invitation => "Only invited people may make an account.",
        _ => "Nobody can make an account by themselves.",
    };
}
