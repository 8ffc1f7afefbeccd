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
        window.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Remove simulated" }).ClickAsync();
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
        foreach (var look in Look.All)
        {
            await using var window = await stage.OpenAsAdministratorAsync(look);
            await window.GoAsync("/admin/usage");
            await Expect(window.Page.GetByRole(AriaRole.Region, new() { Name = "Latest requests" }).GetByText("Asking <i>Person</i>").First).ToBeVisibleAsync();
            Assert.Empty(await window.AxeAsync());
            Assert.False(await window.OverflowsAsync());
            await window.PictureAsync("admin-usage-asked");
        }

        // And they see their own.
        await person.GoAsync("/settings/usage");
        foreach (var look in Look.All)
        {
            await person.TurnAsync(look);
            await Expect(person.Page.GetByRole(AriaRole.Region, new() { Name = "By model" }).GetByText("sim/devstral-2512")).ToBeVisibleAsync();
            Assert.Empty(await person.AxeAsync());
            Assert.False(await person.OverflowsAsync());
            await person.PictureAsync("settings-usage-used");
        }

        Assert.Empty(person.Complaints);
    }

    [Fact]
    public async Task Somebody_is_looked_at_signed_out_and_made_an_administrator()
    {
        await using var person = await stage.OpenAsync();
        await Stage.RegisterAsync(person, "watched@example.org", "Watched <b>Person</b>");
        foreach (var look in Look.All)
        {
            await using var seen = await stage.OpenAsAdministratorAsync(look);
            await seen.GoAsync("/admin/users");
            await seen.Page.GetByRole(AriaRole.Link, new() { Name = "Watched <b>Person</b>" }).ClickAsync();
            await Expect(seen.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Watched <b>Person</b>");
            Assert.Empty(await seen.AxeAsync());
            Assert.False(await seen.OverflowsAsync());
            Assert.Empty(seen.Complaints);
            await seen.PictureAsync("admin-user");
        }

        await using var window = await stage.OpenAsAdministratorAsync();
        await window.GoAsync("/admin/users");
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
