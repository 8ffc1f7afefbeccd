using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using Parley.Identity.SecondFactor;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>Other proofs than a password: passkeys, authenticator apps, and proving it again.</summary>
[Collection(InTheBrowser.Name)]
public sealed class ProofTests(Stage stage)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    [Fact]
    public async Task A_passkey_is_added_and_signs_in()
    {
        await using var window = await stage.OpenByNameAsync();
        var devices = await window.Context.NewCDPSessionAsync(window.Page);
        await devices.SendAsync("WebAuthn.enable");
        await devices.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        await Stage.RegisterAsync(window, "passkey@example.org", "Pass Key");
        await window.GoAsync("/settings/security");
        await window.Page.GetByLabel("Name of the passkey").FillAsync("laptop");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add passkey" }).ClickAsync();
        await Expect(window.Page.GetByText("laptop signs you in from now on.")).ToBeVisibleAsync();
        Assert.Empty(await window.AxeAsync());

        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Account:" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await window.GoAsync("/settings/security");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Security");
        await Expect(window.Page.GetByText("laptop")).ToBeVisibleAsync();

        // Much later something dangerous asks again; the passkey answers, and what was typed goes on by itself.
        await window.GoAsync("/settings/keys");
        await window.Page.GetByLabel("Name").FillAsync("kept name");
        await stage.ProvedAsync("passkey@example.org", TimeSpan.FromHours(1));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Is it still you?");
        await window.PictureAsync("verify-asked");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Use a passkey" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Name = "kept name is made" })).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task An_authenticator_app_is_set_up_and_asked_for()
    {
        await using var window = await stage.OpenAsync();
        await Stage.RegisterAsync(window, "totp@example.org", "Two Factors");
        await window.GoAsync("/settings/security");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Set up" }).ClickAsync();
        var secret = Read(await window.Page.GetByLabel("Key for the app").InputValueAsync());
        await Expect(window.Page.GetByRole(AriaRole.Img, new() { Name = "QR code for the authenticator app" })).ToBeVisibleAsync();
        Assert.Empty(await window.AxeAsync());
        await window.PictureAsync("totp");
        // A slip costs nothing: the app has the key already.
        await window.Page.GetByLabel("Code that the app shows").FillAsync("000000");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(window.Page.GetByText("That code does not fit.")).ToBeVisibleAsync();
        Assert.Equal(secret, Read(await window.Page.GetByLabel("Key for the app").InputValueAsync()));
        await window.Page.GetByLabel("Code that the app shows").FillAsync(Totp.Code(secret, TimeProvider.System.GetUtcNow()));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        var codes = window.Page.GetByRole(AriaRole.List, new() { Name = "Recovery codes" }).GetByRole(AriaRole.Listitem);
        await Expect(codes).ToHaveCountAsync(SecondFactors.Codes);
        var (recovery, another) = (await codes.First.InnerTextAsync(), await codes.Last.InnerTextAsync());

        await using var other = await stage.OpenAsync();
        await other.GoAsync("/login?returnUrl=/settings/profile");
        await other.Page.GetByLabel("Email").FillAsync("totp@example.org");
        await other.Page.GetByLabel("Password").FillAsync(Stage.Password);
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(other.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("One more step");
        Assert.Empty(await other.AxeAsync());
        await other.Page.GetByLabel("Code").FillAsync("000000");
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(other.Page.GetByText("This code is wrong")).ToBeVisibleAsync();
        await other.Page.GetByLabel("Code").FillAsync(recovery);
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(other.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Profile");

        // Much later something dangerous asks for both again, and keeps what was typed.
        other.Forgive();
        await other.GoAsync("/settings/keys");
        await other.Page.GetByLabel("Name").FillAsync("kept name");
        await stage.ProvedAsync("totp@example.org", TimeSpan.FromHours(1));
        await other.Page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        await Expect(other.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Is it still you?");
        await LookAsync("verify-code");
        await ProveAsync("000000");
        await Expect(other.Page.GetByText("This code is wrong")).ToBeVisibleAsync();
        other.Forgive();
        await LookAsync("verify-code-wrong");
        await ProveAsync(another);
        await Expect(other.Page.GetByRole(AriaRole.Heading, new() { Name = "kept name is made" })).ToBeVisibleAsync();

        async Task ProveAsync(string code)
        {
            await other.Page.GetByLabel("Password").FillAsync(Stage.Password);
            await other.Page.GetByLabel("Code").FillAsync(code);
            await other.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        }

        async Task LookAsync(string name)
        {
            await other.SoundAsync(name);
            await other.TurnAsync(Look.NarrowLight);
            await other.SoundAsync(name);
            await other.TurnAsync(Look.WideLight);
        }
    }

    [Fact]
    public async Task A_link_from_the_administrator_sets_a_new_password()
    {
        await using var person = await stage.OpenAsync();
        await Stage.RegisterAsync(person, "lost@example.org", "Lost Password");
        await stage.ProvedAsync(Stage.Administrator, TimeSpan.Zero);
        await using var window = await stage.OpenAsAdministratorAsync();
        await window.GoAsync("/admin/users?q=lost@");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Change Lost Password" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Link for a new password" }).ClickAsync();
        var link = new Uri(await window.Page.GetByLabel("Link").InputValueAsync());
        Assert.Equal(stage.Address.Authority, link.Authority);

        await using var stranger = await stage.OpenAsync();
        await stranger.GoAsync(link.PathAndQuery);
        Assert.Empty(await stranger.AxeAsync());
        await stranger.Page.GetByLabel("Password").FillAsync("another one is better");
        await stranger.Page.GetByRole(AriaRole.Button, new() { Name = "Save password" }).ClickAsync();
        await Expect(stranger.Page.GetByText("Your password is set.")).ToBeVisibleAsync();
        // Whoever was signed in is out.
        await person.GoAsync("/settings");
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Welcome back");
    }

    [Fact]
    public async Task A_person_deletes_their_account()
    {
        await using var window = await stage.OpenAsync();
        await Stage.RegisterAsync(window, "gone@example.org", "Soon Gone");
        await window.GoAsync("/settings/data");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Delete account" }).ClickAsync();
        await window.AgreeAsync("Delete account");
        await Expect(window.Page.GetByText("Your account is deleted")).ToBeVisibleAsync();
        await window.Page.GetByLabel("Email").FillAsync("gone@example.org");
        await window.Page.GetByLabel("Password").FillAsync(Stage.Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("is wrong");
    }

    /// <summary>What people type into an app, as bytes.</summary>
    private static byte[] Read(string shown)
    {
        var bytes = new byte[shown.Length * 5 / 8];
        for (var bit = 0; bit < bytes.Length * 8; bit++)
            if ((Base32.IndexOf(shown[bit / 5], StringComparison.Ordinal) >> (4 - bit % 5) & 1) == 1) bytes[bit / 8] |= (byte)(128 >> bit % 8);
        return bytes;
    }
}
