using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>The keyboard alone: what was used and is gone leaves the focus where one goes on.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class KeyboardTests(Stage stage) : NewcomerTests(stage)
{
    [Fact]
    public async Task An_edited_message_and_another_answer_leave_the_focus_where_one_writes()
    {
        await AskAsync("one", "n100-itl20");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Textbox, new() { Name = "Edit message" })).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync(" and two");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("article.msg-person")).ToContainTextAsync("one and two");
        await Expect(Composer).ToBeFocusedAsync();
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1, new() { Timeout = 60_000 });

        await Page.GetByRole(AriaRole.Button, new() { Name = "Regenerate" }).FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("article.msg-answer[data-status=streaming]")).ToHaveCountAsync(1);
        await Expect(Composer).ToBeFocusedAsync();
        Assert.Empty(Window.Complaints);
    }

    [Fact]
    public async Task A_deleted_chat_leaves_the_focus_at_the_next_one()
    {
        foreach (var text in new[] { "third", "second", "first" })
        {
            await AskAsync(text);
            await Window.GoAsync("/");
        }

        await Page.Locator("[data-chat]").Nth(1).Locator("[data-chat-menu]").FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Rename" })).ToBeFocusedAsync();
        for (var i = 0; i < 4; i++) await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByText("Deleted. It can be restored for 30 days.")).ToBeVisibleAsync();
        await Expect(Page.Locator("[data-chat]")).ToHaveCountAsync(2);
        await Expect(Page.Locator("[data-chat]").Nth(1).Locator("a")).ToBeFocusedAsync();

        // The first folder is written, where there is none to choose.
        await Page.Locator("[data-chat]").Nth(1).Locator("[data-chat-menu]").FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        for (var i = 0; i < 2; i++) await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByLabel("New folder")).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("Work");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("[data-chat][data-folder=Work]")).ToHaveCountAsync(1);
        await Page.Locator("[data-chat]").Nth(1).Locator("[data-chat-menu]").FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        for (var i = 0; i < 2; i++) await Page.Keyboard.PressAsync("ArrowDown");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Dialog, new() { Name = "Move to folder" }).GetByRole(AriaRole.Button, new() { Name = "Work" })).ToBeFocusedAsync();
        Assert.Empty(Window.Complaints);
    }

    [Fact]
    public async Task Every_part_of_the_house_is_found_where_one_searches()
    {
        foreach (var (typed, path) in new[] { ("pers", "/personas"), ("uploads", "/files"), ("trash", "/chats?show=archived"), ("account", "/settings") })
        {
            await Page.Keyboard.PressAsync("Control+k");
            await Page.Keyboard.TypeAsync(typed);
            await Expect(Page.Locator(".chats-command")).ToHaveCountAsync(1);
            await Page.Keyboard.PressAsync("Enter");
            await Page.WaitForURLAsync($"**{path}");
            await Window.GoAsync("/");
        }

        // Who administrates nothing is not offered to.
        await Page.Keyboard.PressAsync("Control+k");
        await Expect(Page.Locator(".chats-command").GetByText("Personas", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(Page.Locator(".chats-command").GetByText("Administration")).ToHaveCountAsync(0);
    }
}
