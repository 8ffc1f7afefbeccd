using Parley.Identity.Callers;
using Parley.Identity.Endpoints;
using Parley.Identity.FirstAccount;
using Parley.Identity.Outside;
using Parley.Identity.Passkeys;
using Parley.Identity.SigningIn;
using Parley.Ui;

namespace Parley.Identity.Pages;

/// <summary><c>/login</c>, <c>/register</c>, <c>/setup</c>, <c>/logout</c>: how people get in and out with a browser.</summary>
internal static class AccountPages
{
    public static void MapAccountPages(this RouteGroupBuilder pages)
    {
        var open = pages.MapStrangersDoor();
        open.MapGet("/login", LoginAsync);
        open.MapGet("/login/cookie", ShowCookie);
        open.MapPost("/login", SignInAsync);
        open.MapPost("/login/passkey", SignInByPasskeyAsync);
        open.MapPost("/logout", SignOutAsync);
        open.MapGet("/register", ShowRegisterAsync);
        open.MapPost("/register", RegisterAsync);
        open.MapGet("/setup", ShowSetupAsync);
        open.MapPost("/setup", RegisterAsync);
    }

    private static async Task<IResult> LoginAsync(
        string? returnUrl, string? outside, PageContext page, FormState form, SetupTokens setup, IdentityOptions options, CancellationToken cancellationToken)
    {
        if (page.Viewer is not null) return PageResult.Go(Ui.LocalPath.OrHome(returnUrl));
        if (await setup.IsOpenAsync(cancellationToken)) return PageResult.Go("/setup");
        if (outside == "failed") form.Fail("Signing in there did not work. Nothing was changed; try again.");
        if (outside == "refused") form.Fail("You are known there, but may not have an account here. Ask an administrator for one.");
        return PageResult.Of<SignInForm>(View(returnUrl, options) with { HasProblem = outside is not null });
    }

    /// <summary>Asked by a page that came with the cookie: says so when it did not come back.</summary>
    private static IResult ShowCookie(HttpContext context) => PlainHttp.ProblemOf(context.Request) is { } problem ? PageResult.Of<CookieNote>(problem) : TypedResults.NoContent();

    private static async Task<IResult> SignInAsync(HttpContext context, FormState form, SignIns signIns, FirstProof proofs, IdentityOptions options, CancellationToken cancellationToken)
    {
        var returnUrl = Ui.LocalPath.OrHome(form["returnUrl"]);
        var (email, password) = (form["email"], form["password"]);
        // The second step brings the first one along, sealed: nobody types the password twice.
        if (form["proof"].Length > 0)
        {
            if (proofs.Open(form["proof"]) is not { } proof)
            {
                form.Fail("That took too long. Sign in again.");
                return Refused(View(returnUrl, options) with { HasProblem = true });
            }

            (email, password) = proof;
        }

        var code = form["code"].Trim();
        var outcome = await signIns.SignInAsync(context, email, password, code.Length > 0 ? code : null, cancellationToken);
        if (outcome.IsDone) return PageResult.Go(returnUrl);
        var needsCode = outcome.State is SignInState.NeedsCode or SignInState.WrongCode;
        if (outcome.State == SignInState.WrongCode) form.Fail("code", outcome.Text);
        else if (!needsCode) form.Fail(outcome.Text);
        return Refused(View(returnUrl, options) with { NeedsCode = needsCode, Proof = needsCode ? proofs.Seal(email, password) : null, HasProblem = !needsCode });
    }

    private static async Task<IResult> SignInByPasskeyAsync(HttpContext context, FormState form, PasskeyDesk desk, SignIns signIns, IdentityOptions options, CancellationToken cancellationToken)
    {
        var outcome = await desk.SignInAsync(form["state"], form["credential"], context);
        if (outcome.IsDone)
        {
            await signIns.BeginAsync(context, outcome.User!, PasskeyEndpoints.ByPasskey, cancellationToken);
            return PageResult.Go(Ui.LocalPath.OrHome(form["returnUrl"]));
        }

        form.Fail(outcome.State == SignInState.Wrong ? "This passkey is not known here, or its answer came too late. Try again, or sign in with your password." : outcome.Text);
        return Refused(View(form["returnUrl"], options) with { HasProblem = true });
    }

    private static SignInForm.View View(string? returnUrl, IdentityOptions options) => new(
        Ui.LocalPath.OrHome(returnUrl), options.SignUp == SignUp.Open, [.. options.Issuers.Where(i => i.ClientId.Length > 0).Select(i => new Choice(OutsideSignIn.AddressOf(i.Name), i.Name))]);

    private static IResult Refused(SignInForm.View view) => PageResult.Of<SignInForm>(view, StatusCodes.Status422UnprocessableEntity);

    private static async Task<IResult> SignOutAsync(HttpContext context, SignIns signIns, CancellationToken cancellationToken)
    {
        await signIns.SignOutAsync(context, cancellationToken);
        return PageResult.Go("/login", "You are signed out.");
    }

    private static async Task<IResult> ShowRegisterAsync(string? invitation, PageContext page, SetupTokens setup, IdentityOptions options, CancellationToken cancellationToken)
    {
        if (page.Viewer is not null) return PageResult.Go("/");
        if (await setup.IsOpenAsync(cancellationToken)) return PageResult.Go("/setup");
        var closed = options.SignUp switch
        {
            SignUp.Open => null,
            SignUp.Invitation when invitation is not null => null,
            SignUp.Invitation => new RegistrationOutcome(RegistrationState.NeedsInvitation).Text,
            _ => new RegistrationOutcome(RegistrationState.Closed).Text,
        };
        return PageResult.Of<RegisterForm>(new RegisterForm.View(InvitationToken: invitation, Closed: closed));
    }

    private static async Task<IResult> ShowSetupAsync(string? token, SetupTokens setup, CancellationToken cancellationToken)
    {
        if (!await setup.IsOpenAsync(cancellationToken))
            return PageResult.Of<NotePage>(new NotePage.View("Parley is set up", "The first account is made already, and this link is of no more use. Sign in with your account."));
        return await setup.IsRightAsync(token, cancellationToken)
            ? PageResult.Of<RegisterForm>(new RegisterForm.View(SetupToken: token))
            : PageResult.Of<RegisterForm>(new RegisterForm.View(SetupToken: token ?? "", Closed: new RegistrationOutcome(RegistrationState.NeedsSetupToken).Text), StatusCodes.Status403Forbidden);
    }

    private static async Task<IResult> RegisterAsync(HttpContext context, FormState form, Registration registration, SignIns signIns, CancellationToken cancellationToken)
    {
        var (setupToken, invitation) = (form.Find("setupToken"), form.Find("invitationToken"));
        var outcome = await registration.RegisterAsync(context, form["email"], form["password"], form["displayName"], setupToken, invitation, cancellationToken);
        if (outcome.IsDone)
        {
            await signIns.BeginAsync(context, outcome.User!, SignIns.ByPassword, cancellationToken);
            return PageResult.Go("/", setupToken is null ? "Your account is ready." : "Parley is yours. The demo model answers already; add providers under Administration.");
        }

        foreach (var (field, messages) in outcome.Errors) form.Fail(field, Sentence(field, messages));
        if (outcome.State == RegistrationState.Taken) form.Fail("email", outcome.Text);
        else if (outcome.State != RegistrationState.Invalid) form.Fail(outcome.Text);
        return PageResult.Of<RegisterForm>(new RegisterForm.View(setupToken, invitation), StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Messages of the API continue a field's name.</summary>
    internal static string Sentence(string field, string[] messages) => $"{field switch { "displayName" => "A display name", "email" => "This", "password" or "newPassword" => "A password", "name" => "A name", _ => "This" }} {string.Join(", ", messages)}.";
}
