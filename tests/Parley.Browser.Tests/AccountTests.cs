using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>How people get in, out and about their account.</summary>
[Collection(InTheBrowser.Name)]
public sealed class AccountTests(Stage stage)
{
    [Fact]
    public async Task Somebody_makes_an_account_signs_out_and_in_again()
    {
        await using var window = await stage.OpenAsync();
        await Stage.RegisterByHandAsync(window, "grace@example.org", "Grace Hopper");
        await window.GoAsync("/settings");
        await window.Page.EvaluateAsync("() => localStorage.setItem('parley-draft-new', 'nobody else is to see this')");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Account:" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Expect(window.Page.GetByText("You are signed out.")).ToBeVisibleAsync();
        Assert.Equal(0, await window.Page.EvaluateAsync<int>("() => localStorage.length"));
        await window.GoAsync("/settings/sessions");
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Welcome back");
        await window.Page.GetByLabel("Email").FillAsync("grace@example.org");
        await window.Page.GetByLabel("Password").FillAsync(Stage.Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        // Back to where they wanted to go.
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sessions");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_wrong_password_is_told_and_the_address_stays()
    {
        await using var window = await stage.OpenAsync();
        await window.GoAsync("/login");
        await window.Page.GetByLabel("Email").FillAsync("nobody@example.org");
        await window.Page.GetByLabel("Password").FillAsync("not the password");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("is wrong");
        await Expect(window.Page.GetByLabel("Email")).ToHaveValueAsync("nobody@example.org");
        Assert.Empty(await window.AxeAsync());
    }

    [Fact]
    public async Task All_of_it_works_without_script()
    {
        await using var window = await stage.OpenAsync(withScript: false);
        await Stage.RegisterByHandAsync(window, "without@example.org", "Without Script");
        await window.GoAsync("/settings/profile");
        await window.Page.GetByLabel("Display name").FillAsync("Still Without");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(window.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await Expect(window.Page.GetByLabel("Display name")).ToHaveValueAsync("Still Without");
    }

    [Fact]
    public async Task A_key_is_shown_once_works_and_is_revoked()
    {
        await using var window = await stage.OpenAsync();
        await Stage.RegisterAsync(window, "keys@example.org", "Key Keeper");
        await window.GoAsync("/settings/keys");
        await window.Page.GetByLabel("Name").FillAsync("notebook");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Create key" }).ClickAsync();
        var key = await window.Page.GetByLabel("Key", new() { Exact = true }).InputValueAsync();
        Assert.StartsWith("ply_", key, StringComparison.Ordinal);
        using var client = new HttpClient { BaseAddress = stage.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        using var models = await client.GetAsync(new Uri("/v1/models", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(models.IsSuccessStatusCode);

        // Loading the page anew makes no other.
        await window.Page.ReloadAsync();
        await Expect(window.Page.GetByLabel("Key", new() { Exact = true })).ToHaveCountAsync(0);
        await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Replace notebook" })).ToHaveCountAsync(1);
        // Another one in its place: both work for a while.
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Replace notebook" }).ClickAsync();
        await window.AgreeAsync("Replace");
        var other = await window.Page.GetByLabel("Key", new() { Exact = true }).InputValueAsync();
        Assert.NotEqual(key, other);
        using var both = await client.GetAsync(new Uri("/v1/models", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(both.IsSuccessStatusCode);
        // It asks first: whoever is content with Enter, or goes away, has done nothing.
        var revoke = window.Page.GetByRole(AriaRole.Button, new() { Name = "Revoke notebook" }).Last;
        var question = window.Page.GetByRole(AriaRole.Alertdialog, new() { Name = "Revoke notebook? The next request with it is refused." });
        foreach (var press in new[] { "Enter", "Escape" })
        {
            await revoke.ClickAsync();
            await Expect(question.GetByRole(AriaRole.Button, new() { Name = "Cancel" })).ToBeFocusedAsync();
            await window.PictureAsync("confirm", full: false);
            Assert.Empty(await window.AxeAsync());
            await window.Page.Keyboard.PressAsync(press);
            await Expect(question).ToBeHiddenAsync();
            await Expect(revoke).ToBeFocusedAsync();
        }

        using var still = await client.GetAsync(new Uri("/v1/models", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.True(still.IsSuccessStatusCode);
        await revoke.ClickAsync();
        await window.AgreeAsync("Revoke");
        await Expect(window.Page.GetByText("notebook is revoked")).ToBeVisibleAsync();
        using var refused = await client.GetAsync(new Uri("/v1/models", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    /// <summary>The forms of pages carry a token; one that does not come from a page is refused, and in words.</summary>
    [Fact]
    public async Task A_form_from_elsewhere_changes_nothing()
    {
        await using var window = await stage.OpenAsync();
        await Stage.RegisterAsync(window, "forged@example.org", "Not Forged");
        var answer = await window.Context.APIRequest.PostAsync("/settings/profile", new()
        {
            Form = window.Context.APIRequest.CreateFormData().Set("displayName", "Forged"), Headers = new Dictionary<string, string> { ["Accept"] = "text/html" },
        });
        Assert.Equal(400, answer.Status);
        Assert.Contains("Nothing was done", await answer.TextAsync(), StringComparison.Ordinal);
        await window.GoAsync("/settings/profile");
        await Expect(window.Page.GetByLabel("Display name")).ToHaveValueAsync("Not Forged");
    }

    [Fact]
    public async Task A_member_who_opens_the_administration_is_told_so()
    {
        await using var window = await stage.OpenAsync();
        await Stage.RegisterAsync(window, "member@example.org", "Plain Member");
        var answer = await window.GoAsync("/admin/users");
        Assert.Equal(403, answer.Status);
        await Expect(window.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This is not yours to open");
        Assert.Equal(403, (await window.GoAsync("/admin")).Status);
        await using (var administrator = await stage.OpenAsAdministratorAsync())
        {
            await administrator.GoAsync("/admin");
            await Expect(administrator.Page.GetByRole(AriaRole.Navigation, new() { Name = "Administration" }).GetByRole(AriaRole.Link).Nth(1)).ToHaveAttributeAsync("href", new Uri(administrator.Page.Url).AbsolutePath);
        }

        await window.GoAsync("/settings");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Account:" }).ClickAsync();
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Settings" })).ToBeVisibleAsync();
        await Expect(window.Page.GetByRole(AriaRole.Link, new() { Name = "Administration" })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task The_theme_is_the_accounts_at_once()
    {
        await using var window = await stage.OpenAsync();
        await Stage.RegisterAsync(window, "theme@example.org", "Theme Chooser");
        await window.GoAsync("/settings/appearance");
        await window.Page.RunAndWaitForResponseAsync(() => window.Page.GetByRole(AriaRole.Radio, new() { Name = "Dark" }).CheckAsync(), answer => answer.Request.Method == "POST");
        Assert.Contains("data-theme=\"dark\"", await (await window.GoAsync("/settings/profile")).TextAsync(), StringComparison.Ordinal);
        Assert.Empty(window.Complaints);
    }
}
