using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using Parley.Chat.Markdown;

namespace Parley.Browser.Tests;

/// <summary>The chat as a person uses it, before a simulated model that repeats what it is told or writes what it is asked for.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class ChatTests(Stage stage) : NewcomerTests(stage)
{
    private const string Markdown =
        "# Plan\n\nSome **bold** and `code` and [a link](https://example.org).\n\n- one\n- two\n  - nested\n\n```python\ndef f(x):\n    return x < 2\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\nIt is $x^2$. <script>alert(1)</script>\n\nThe end.";

    [Fact]
    public async Task An_answer_is_drawn_as_it_comes_and_is_the_same_in_every_tab_and_after_a_reload()
    {
        await SendAsync(Page, Markdown, "echo-itl15");
        await Window.InChatAsync(Page);
        var other = await Window.Context.NewPageAsync();
        await other.GotoAsync(Page.Url);
        await DoneAsync(Page);
        await DoneAsync(other);
        var expected = MarkdownRenderer.RenderBlocks(Markdown).Select(block => block.Html).ToList();
        var reloaded = await Window.Context.NewPageAsync();
        await reloaded.GotoAsync(Page.Url);
        await DoneAsync(reloaded);
        foreach (var page in new[] { Page, other, reloaded }) Assert.Equal(expected, await SourcesAsync(page));
        await Assertions.Expect(Page.Locator("article .hljs-keyword").First).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator("article math")).ToHaveCountAsync(1);
        Assert.Empty(Window.Complaints);
    }

    [Fact]
    public async Task Stop_keeps_what_came()
    {
        await SendAsync(Page, "Go on for long", "n2000-itl20");
        await Window.InChatAsync(Page);
        await Assertions.Expect(Page.Locator(".md-tail, .md-block").First).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        var note = Page.Locator("article.msg-answer .msg-note");
        await Assertions.Expect(note).ToContainTextAsync("Stopped. What had arrived was kept.");
        // The way on says its name, and stands nowhere else.
        await Assertions.Expect(note.GetByRole(AriaRole.Button)).ToHaveTextAsync("Continue");
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Continue" })).ToHaveCountAsync(1);
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Send" })).ToBeVisibleAsync();
        var length = (await Page.Locator("article.msg-answer .md").InnerTextAsync()).Trim().Length;
        Assert.NotEqual(0, length);
        await note.GetByRole(AriaRole.Button).ClickAsync();
        await Page.WaitForFunctionAsync("length => document.querySelector('article.msg-answer .md').innerText.trim().length > length", length);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Assertions.Expect(note).ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_edit_is_a_branch_and_the_old_one_is_found_again()
    {
        await SendAsync(Page, "first wording", "echo");
        await Window.InChatAsync(Page);
        await DoneAsync(Page);
        await Page.Locator("article.msg-person").HoverAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Edit" }).ClickAsync();
        await Page.GetByRole(AriaRole.Textbox, new() { Name = "Edit message" }).FillAsync("second wording");
        await Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Page.Locator("article.msg-answer .md")).ToHaveTextAsync("second wording");
        await DoneAsync(Page);
        await Assertions.Expect(Page.Locator("article.msg-person .msg-branches")).ToContainTextAsync("2/2");
        await Page.Locator("article.msg-person").GetByRole(AriaRole.Button, new() { Name = "Previous branch" }).ClickAsync();
        await Assertions.Expect(Page.Locator("article.msg-answer .md")).ToHaveTextAsync("first wording");
        await Assertions.Expect(Page.Locator("article.msg-person .msg-branches")).ToContainTextAsync("1/2");
        // Nothing is before the first: the focus stands beside the button that was used.
        await Assertions.Expect(Page.Locator("article.msg-person").GetByRole(AriaRole.Button, new() { Name = "Next branch" })).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Another_answer_stands_beside_the_first()
    {
        await SendAsync(Page, "again and again", "echo");
        await Window.InChatAsync(Page);
        await DoneAsync(Page);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Regenerate" }).ClickAsync();
        await Assertions.Expect(Page.Locator("article.msg-answer .msg-branches")).ToContainTextAsync("2/2");
    }

    [Fact]
    public async Task The_side_keeps_up_renames_in_place_and_takes_a_deletion_back()
    {
        var other = await Window.Context.NewPageAsync();
        await other.GotoAsync("/");
        await SendAsync(Page, "a word for the side", "echo");
        await Window.InChatAsync(Page);
        await DoneAsync(Page);
        var list = other.GetByRole(AriaRole.Navigation, new() { Name = "Chats" });
        await Assertions.Expect(list.Locator(".chats-link")).ToHaveCountAsync(1);
        await list.Locator(".chats-item").HoverAsync();
        await list.Locator("[data-chat-menu]").ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
        await other.GetByRole(AriaRole.Textbox, new() { Name = "Title" }).FillAsync("A better name");
        await other.Keyboard.PressAsync("Enter");
        await Assertions.Expect(Page.Locator("[data-title]")).ToHaveTextAsync("A better name");
        var work = list.GetByRole(AriaRole.Heading, new() { Name = "Work" });
        var folders = other.GetByRole(AriaRole.Dialog, new() { Name = "Move to folder" });
        await MakeWorkAsync();
        // Each folder that there is can be chosen, and none.
        await MoveAsync();
        await Assertions.Expect(folders.GetByRole(AriaRole.Button, new() { Name = "Work" })).ToHaveAttributeAsync("aria-current", "true");
        await folders.GetByRole(AriaRole.Button, new() { Name = "No folder" }).ClickAsync();
        await Assertions.Expect(work).ToHaveCountAsync(0);
        await MakeWorkAsync();
        await MoveAsync();
        await folders.GetByRole(AriaRole.Button, new() { Name = "Work" }).ClickAsync();
        await Assertions.Expect(folders).ToBeHiddenAsync();
        await work.HoverAsync();
        await list.GetByRole(AriaRole.Button, new() { Name = "Rename folder Work" }).ClickAsync();
        await other.GetByRole(AriaRole.Textbox, new() { Name = "Name" }).FillAsync("Home");
        await other.Keyboard.PressAsync("Enter");
        var home = list.GetByRole(AriaRole.Heading, new() { Name = "Home" });
        await Assertions.Expect(home).ToBeVisibleAsync();
        await home.ClickAsync();
        await Assertions.Expect(list.Locator(".chats-item")).ToBeHiddenAsync();
        await other.ReloadAsync();
        await Assertions.Expect(home).ToBeVisibleAsync();
        await Assertions.Expect(list.Locator(".chats-item")).ToBeHiddenAsync();
        await home.ClickAsync();
        await Assertions.Expect(list.Locator(".chats-item")).ToBeVisibleAsync();
        await list.Locator(".chats-item").HoverAsync();
        await list.Locator("[data-chat-menu]").ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await Assertions.Expect(list.Locator(".chats-link")).ToHaveCountAsync(0);
        await other.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(list.Locator(".chats-link")).ToHaveTextAsync("A better name");
        await other.GetByRole(AriaRole.Searchbox, new() { Name = "Search chats" }).FillAsync("word for");
        await Assertions.Expect(list.Locator(".chats-hit mark").First).ToBeVisibleAsync();

        async Task MoveAsync()
        {
            await list.Locator(".chats-item").HoverAsync();
            await list.Locator("[data-chat-menu]").ClickAsync();
            await other.GetByRole(AriaRole.Button, new() { Name = "Move to folder…" }).ClickAsync();
        }

        async Task MakeWorkAsync()
        {
            await MoveAsync();
            await folders.GetByRole(AriaRole.Textbox, new() { Name = "New folder" }).FillAsync("Work");
            await folders.GetByRole(AriaRole.Button, new() { Name = "Move", Exact = true }).ClickAsync();
            await Assertions.Expect(work).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task A_draft_is_there_again_on_another_device()
    {
        await SendAsync(Page, "begin", "echo");
        await Window.InChatAsync(Page);
        await DoneAsync(Page);
        await Composer.FillAsync("not sent yet");
        var other = await Window.Context.NewPageAsync();
        // The other device was there before: the draft comes by its feed.
        await other.GotoAsync(Page.Url);
        await Assertions.Expect(ComposerOf(other)).ToHaveValueAsync("not sent yet");
    }

    [Fact]
    public async Task Without_scripts_people_send_and_read()
    {
        var cookies = await Window.Context.StorageStateAsync();
        await using var window = await Stage.OpenWithAsync(cookies, Look.WideLight, withScript: false);
        var page = window.Page;
        await window.GoAsync("/");
        await SendAsync(page, "plain **words**", "echo");
        await Window.InChatAsync(page);
        await Assertions.Expect(page.Locator("article.msg-answer strong")).ToHaveTextAsync("words");
        await Assertions.Expect(page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task The_page_is_accessible_fits_and_complains_of_nothing_in_every_look()
    {
        await SendAsync(Page, Markdown, "echo");
        await Window.InChatAsync(Page);
        await DoneAsync(Page);
        var cookies = await Window.Context.StorageStateAsync();
        foreach (var look in Look.Widths)
        {
            await using var window = await Stage.OpenWithAsync(cookies, look);
            foreach (var (name, path) in new[] { ("chat", new Uri(Page.Url).AbsolutePath), ("chat-new", "/") })
            {
                await window.GoAsync(path);
                if (name == "chat") await DoneAsync(window.Page);
                await window.SoundAsync(name, full: false);
            }
        }
    }

    private static ILocator ComposerOf(IPage page) => page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true });

    private static async Task SendAsync(IPage page, string text, string model)
    {
        await page.GetByLabel("Model").SelectOptionAsync(model);
        await ComposerOf(page).FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
    }

    private static Task DoneAsync(IPage page) => Assertions.Expect(page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1, new() { Timeout = 60_000 });

    /// <summary>The blocks as they came, before code was coloured.</summary>
    private static async Task<string[]> SourcesAsync(IPage page) =>
        await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('article.msg-answer .md > .md-block')].map(b => b.source ?? b.innerHTML)");
}
