using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using Parley.Simulator;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>What administrators do by pages: providers, models, people.</summary>
[Collection(InTheBrowser.Name)]
public sealed class AdministrationTests(Stage stage)
{
    [Fact]
    public async Task A_provider_is_added_tested_and_changed_and_its_model_gets_another_name()
    {
        await using var simulator = await SimulatorServer.StartAsync();
        await using var window = await stage.OpenAsAdministratorAsync();
        await window.GoAsync("/admin/providers/new");
        await window.Page.GetByLabel("Name").FillAsync("simulated");
        await window.Page.GetByLabel("Address", new() { Exact = true }).FillAsync(new Uri(simulator.BaseAddress, "/v1").ToString());
        await window.Page.GetByLabel("Keys").FillAsync("any-key-of-some-length");
        await window.Page.GetByLabel("Models").FillAsync("spoken=echo");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add provider" }).ClickAsync();
        // Its address is private, and nobody said that it may be.
        await Expect(window.Page.GetByText("private, loopback or reserved")).ToBeVisibleAsync();
        await Expect(window.Page.GetByLabel("Name")).ToHaveValueAsync("simulated");
        await window.Page.GetByRole(AriaRole.Switch, new() { Name = "Its address may be private" }).CheckAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Add provider" }).ClickAsync();
        await Expect(window.Page.GetByText("simulated is registered")).ToBeVisibleAsync();

        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Edit simulated" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = true }).ClickAsync();
        await Expect(window.Page.GetByText("answered in")).ToBeVisibleAsync();
        await window.PictureAsync("provider-tested");
        await window.Page.GetByLabel("Requests at the same time").FillAsync("many");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(window.Page.GetByText("This must be a whole number, or empty.")).ToBeVisibleAsync();
        await window.Page.GetByLabel("Requests at the same time").FillAsync("7");
        await window.Page.GetByLabel("Models").FillAsync("spoken=echo\nsecond=echo");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(window.Page.GetByText("Saved. It holds for the next request.")).ToBeVisibleAsync();
        await Expect(window.Page.GetByLabel("Requests at the same time")).ToHaveValueAsync("7");
        Assert.Empty(await window.AxeAsync());

        await window.GoAsync("/admin/models/edit?id=second");
        await window.Page.GetByLabel("Further names").FillAsync("other-name");
        await window.Page.GetByLabel("Context").FillAsync("1000");
        await window.Page.GetByLabel("Longest answer").FillAsync("2000");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(window.Page.GetByText("must not be more than contextWindow")).ToBeVisibleAsync();
        await Expect(window.Page.GetByLabel("Further names")).ToHaveValueAsync("other-name");
        await window.Page.GetByLabel("Longest answer").FillAsync("");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(window.Page.GetByText("Saved. It holds for the next request.")).ToBeVisibleAsync();
        Assert.True(await window.Page.EvaluateAsync<bool>("async () => (await (await fetch('/api/v1/models/second')).json()).aliases.includes('other-name')"));

        await window.GoAsync("/admin/providers");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Remove simulated" }).ClickAsync();
        await window.AgreeAsync("Remove");
        await Expect(window.Page.GetByText("simulated is removed.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_was_asked_names_who_asked()
    {
        await stage.ServeModelsAsync();
        await using var person = await stage.OpenAsync();
        await Stage.RegisterAsync(person, "asking@example.org", "Asking <i>Person</i>");
        await person.GoAsync("/?text=Hello");
        await person.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(person.Page.Locator("article.msg-answer[data-status=complete]")).ToBeVisibleAsync();
        foreach (var look in Look.Widths)
        {
            await using var window = await stage.OpenAsAdministratorAsync(look);
            await window.GoAsync("/admin/usage");
            await Expect(window.Page.GetByRole(AriaRole.Region, new() { Name = "Latest requests" }).GetByText("Asking <i>Person</i>").First).ToBeVisibleAsync();
            await Expect(window.Page.GetByRole(AriaRole.Region, new() { Name = "By model" }).GetByText("devstral-2512sim")).ToBeVisibleAsync();
            await Expect(window.Page.GetByRole(AriaRole.Region, new() { Name = "By person" }).GetByRole(AriaRole.Row, new() { Name = "Asking <i>Person</i>" })).ToBeVisibleAsync();
            await window.SoundAsync("admin-usage-asked");
        }

        // And they see their own.
        await person.GoAsync("/settings/usage");
        foreach (var look in Look.Widths)
        {
            await person.TurnAsync(look);
            await Expect(person.Page.GetByRole(AriaRole.Region, new() { Name = "By model" }).GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync("devstral-2512sim");
            await person.SoundAsync("settings-usage-used");
        }
    }

    [Fact]
    public async Task A_request_opens_what_became_of_it_and_its_provider_tells_what_failed_of_late()
    {
        await stage.ServeModelsAsync();
        await using var simulator = await SimulatorServer.StartAsync();
        await using var administrator = await stage.OpenAsAdministratorAsync();
        await administrator.GoAsync("/");
        await SendAsync(administrator, "/api/v1/providers", new { name = "flaky", kind = "chat", baseUrl = new Uri(simulator.BaseAddress, "/v1"), apiKeys = new[] { "any" }, allowPrivateNetwork = true, models = new[] { new { id = "err503" } }, resilience = new { maxRetries = 1 } });
        await using var person = await stage.OpenAsync();
        await Stage.RegisterAsync(person, "failing@example.org", "Failing Person");
        await person.GoAsync("/");
        await AskAsync(person, "err503");
        await AskAsync(person, "echo");
        person.Forgive(); // the failure is an answer of 503

        // Their own, in a dialog; by keyboard.
        foreach (var look in Look.Widths)
        {
            await person.TurnAsync(look);
            await person.GoAsync("/settings/usage");
            await Row(person, "failed").GetByRole(AriaRole.Link).FocusAsync();
            await person.Page.Keyboard.PressAsync("Enter");
            var dialog = person.Page.GetByRole(AriaRole.Dialog, new() { Name = "Request" });
            await Expect(dialog.GetByRole(AriaRole.Alert)).ToContainTextAsync("The provider flaky");
            await Expect(dialog.GetByText("status 503")).ToBeVisibleAsync();
            await person.SoundAsync("request-failed", full: false);
            await person.Page.Keyboard.PressAsync("Escape");
            await Expect(dialog).ToBeHiddenAsync();
            await Expect(Row(person, "failed").GetByRole(AriaRole.Link)).ToBeFocusedAsync();
            // Anywhere on a row.
            await Row(person, "completed").GetByText("sim", new() { Exact = true }).ClickAsync(new() { Force = true });
            await Expect(dialog.GetByText("Served by")).ToBeVisibleAsync();
            await person.PictureAsync("request-completed", full: false);
        }

        Assert.Empty(person.Complaints);

        // A page without script, and for the administrator.
        await using var still = await stage.OpenWithAsync(await person.Context.StorageStateAsync(), Look.NarrowDark, withScript: false);
        await still.GoAsync("/settings/usage");
        await Row(still, "failed").GetByRole(AriaRole.Link).ClickAsync(new() { Force = true });
        await Expect(still.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = "Request" })).ToBeVisibleAsync();
        foreach (var look in Look.Widths)
        {
            await using var window = await stage.OpenAsAdministratorAsync(look);
            await window.GoAsync("/admin/usage");
            await window.PictureAsync("admin-usage-latest");
            await window.GoAsync((await Row(window, "failed").GetByRole(AriaRole.Link).First.GetAttributeAsync("href"))!);
            await Expect(window.Page.GetByText("Failing Person")).ToBeVisibleAsync();
            await window.SoundAsync("admin-request");

            await window.GoAsync("/admin/health");
            await Expect(window.Page.GetByText("upstream_failed, status 503").Or(window.Page.GetByText("unavailable, status 503")).Or(window.Page.GetByText("overloaded, status 503"))).ToBeVisibleAsync();
            await Expect(window.Page.GetByText("No call failed in the last 15 minutes.").First).ToBeVisibleAsync();
            await window.SoundAsync("admin-health-failed");
        }

        await SendAsync(administrator, "/api/v1/providers/flaky", null, "DELETE");

        static ILocator Row(Window window, string outcome) => window.Page.GetByRole(AriaRole.Region, new() { Name = "Latest requests" }).GetByRole(AriaRole.Row).Filter(new() { HasText = outcome }).First;
        static Task AskAsync(Window window, string model) => SendAsync(window, "/api/v1/chat", new { message = "Hello", model });
        static Task SendAsync(Window window, string path, object? body, string method = "POST") => window.Page.EvaluateAsync("""
            async ({ path, method, body }) => { await (await fetch(path, { method, headers: { 'Content-Type': 'application/json', RequestVerificationToken: document.querySelector('meta[name="parley-form"]').content }, body })).text(); }
            """, new { path, method, body = body is null ? null : System.Text.Json.JsonSerializer.Serialize(body) });
    }

    [Fact]
    public async Task Somebody_is_looked_at_signed_out_and_made_an_administrator()
    {
        await using var person = await stage.OpenAsync();
        await Stage.RegisterAsync(person, "watched@example.org", "Watched <b>Person</b>");
        foreach (var look in Look.Widths)
        {
            await using var seen = await stage.OpenAsAdministratorAsync(look);
            await seen.GoAsync("/admin/users?q=watched@");
            await seen.Page.GetByRole(AriaRole.Link, new() { Name = "Watched <b>Person</b>" }).ClickAsync();
            await Expect(seen.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Watched <b>Person</b>");
            await seen.SoundAsync("admin-user");
        }

        await using var window = await stage.OpenAsAdministratorAsync();
        await window.GoAsync("/admin/users");
        await window.Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search users" }).FillAsync("WATCHED <b>");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Watched <b>Person</b>" }).ClickAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "End Chrom" }).ClickAsync();
        await Expect(window.Page.GetByText("That session has ended.")).ToBeVisibleAsync();
        await person.GoAsync("/settings");
        await Expect(person.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Welcome back");

        // The proof is old: it asks, and goes on by itself.
        await stage.ProvedAsync(Stage.Administrator, TimeSpan.FromHours(1));
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Make an administrator" }).ClickAsync();
        await window.Page.GetByLabel("Password").FillAsync(Stage.Password);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
        await Expect(window.Page.GetByText("is an administrator now.")).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }
}
