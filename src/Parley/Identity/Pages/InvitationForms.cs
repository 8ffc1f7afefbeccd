using Parley.Identity.Accounts;
using Parley.Identity.Invitations;
using Parley.Identity.Recovery;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary>What administrators hand to people: invitations, and links for a new password. Each is shown in one answer only.</summary>
internal static class InvitationForms
{
    private const string Path = "/admin/users";

    public static void MapInvitationForms(this RouteGroupBuilder pages)
    {
        var group = pages.MapGroup("/admin").RequireAuthorization(Policies.Admin);
        group.MapPost("/invitations", InviteAsync).AddEndpointFilter<PageStepUp>();
        group.MapPost("/invitations/{id:guid}/remove", RemoveAsync);
        group.MapPost("/users/{id:guid}/reset-link", ResetLinkAsync).AddEndpointFilter<PageStepUp>();
    }

    private static async Task<IResult> InviteAsync(HttpContext context, FormState form, AccountStore accounts, InvitationStore invitations, InvitationLetters letters, Links links, IdentityOptions options, CancellationToken cancellationToken)
    {
        var (email, problems) = (AccountRules.Trimmed(form["email"]), new Dictionary<string, string[]>());
        AccountRules.Email(email, problems);
        if (options.SignUp == SignUp.Closed) form.Fail("Sign-up is closed here, so nobody could use an invitation. Set Parley:Identity:SignUp to invitation, or make the account with \"users create\".");
        else if (problems.Count > 0) form.Fail("email", "This is no e-mail address, so nobody was invited.");
        else if (await accounts.FindAsync(email, cancellationToken) is not null) form.Fail("email", "There is an account with this address already.");
        if (!form.IsValid) return await UserPages.ShowAsync(null, context, status: StatusCodes.Status422UnprocessableEntity);
        var (_, token) = await invitations.CreateAsync(email, UserPages.RoleIn(form["role"]) ?? AccountRole.Member, cancellationToken);
        return PageResult.Of<LinkPage>(new LinkPage.View($"{email} is invited", LinkPage.HandOn(email, letters.ToRegister(email, token), "It is good once, for a week, for that address only, and shown only now."), links.Invitation(context, token)));
    }

    private static async Task<IResult> RemoveAsync(Guid id, InvitationStore invitations, CancellationToken cancellationToken) => await invitations.RemoveAsync(id, cancellationToken)
        ? PageResult.Go(Path, "The invitation is taken back.") : PageResult.GoBack(Path, "There is no such invitation any more.");

    private static async Task<IResult> ResetLinkAsync(Guid id, HttpContext context, AccountStore accounts, ResetLinks resetLinks, Links links, CancellationToken cancellationToken)
    {
        if (await accounts.FindAsync(id, cancellationToken) is not { } user) return PageResult.GoBack(Path, "There is no such account any more.");
        if (await accounts.IsAwaitedAsync(user, cancellationToken))
            return PageResult.Of<LinkPage>(new LinkPage.View($"{user.DisplayName} is invited again", LinkPage.HandOn(user.Email!, isMailed: false, "Whoever opens it within a week chooses the password. It is shown only now."), links.Reset(context, resetLinks.Invite(user).Token)));
        var (token, _) = resetLinks.Create(user);
        return PageResult.Of<LinkPage>(new LinkPage.View($"A new password for {user.DisplayName}", "Hand this link to them by a way that you trust: whoever opens it within an hour sets the password. It is shown only now.", links.Reset(context, token)));
    }
}
