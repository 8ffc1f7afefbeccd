using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>What the search field leads to: commands, and chats that were found.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class CommandTests(Stage stage) : NewcomerTests(stage)
{
    [Fact]
    public async Task Commands_are_found_where_one_searches_and_the_keys_are_listed()
    {
        await Page.Keyboard.PressAsync("Control+k");
        var search = Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search chats" });
        await Expect(search).ToBeFocusedAsync();
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Archived and deleted chats" })).ToBeVisibleAsync();
        await search.FillAsync("keyb");
        await Expect(Page.Locator(".chats-command")).ToHaveCountAsync(1);
        await search.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" })).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Escape");
        await search.FillAsync("dark");
        await Page.RunAndWaitForResponseAsync(() => Page.GetByRole(AriaRole.Button, new() { Name = "Switch to light or dark" }).ClickAsync(), answer => answer.Request.Method == "POST");
        await Expect(Page.Locator("html[data-theme=dark]")).ToHaveCountAsync(1);
        var next = await (await Window.GoAsync("/")).TextAsync();
        Assert.Contains("data-theme=\"dark\"", next, StringComparison.Ordinal);
        // What a script did is seen at once: the next page has nothing to say of it.
        Assert.DoesNotContain("Saved.", next, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/settings/profile"), InlineData("/personas"), InlineData("/files")]
    public async Task The_keys_for_search_new_chat_and_help_work_on_every_page(string path)
    {
        await Window.GoAsync(path);
        await Page.Locator("h1").First.ClickAsync();
        await Page.Keyboard.PressAsync("?");
        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" })).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Page.Keyboard.PressAsync("Control+k");
        await Expect(Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search chats" })).ToBeFocusedAsync();
        Assert.EndsWith("/", Page.Url, StringComparison.Ordinal);
        await Window.GoAsync(path);
        await Page.Keyboard.PressAsync("Control+Shift+O");
        await Expect(Page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true })).ToBeVisibleAsync();
        Assert.Empty(Window.Complaints);
    }

    [Fact]
    public async Task Enter_in_the_search_leads_to_the_first_that_was_found()
    {
        await AskAsync("a needle in it");
        var path = new Uri(Page.Url).AbsolutePath;
        await Window.GoAsync("/");
        await Page.Keyboard.PressAsync("Control+k");
        await Page.Keyboard.TypeAsync("needle");
        await Expect(Page.Locator(".chats-hit").First).ToHaveAttributeAsync("data-active", "");
        await Expect(Page.Locator("#side-list [data-active]")).ToHaveCountAsync(1);
        await Window.PictureAsync("search-enter", full: false);
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForURLAsync($"**{path}?**");
        // Also before the list could be read.
        await Window.GoAsync("/");
        await Page.Keyboard.PressAsync("Control+k");
        await Page.Keyboard.InsertTextAsync("needle");
        await Page.Keyboard.PressAsync("Enter");
        await Page.WaitForURLAsync($"**{path}?**");
        // Nothing was found: nothing is opened but a command that is called that.
        await Page.Keyboard.PressAsync("Control+k");
        await Page.Keyboard.InsertTextAsync("keyboard");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard" })).ToBeVisibleAsync();
        Assert.Equal(path, new Uri(Page.Url).AbsolutePath);
    }
}
