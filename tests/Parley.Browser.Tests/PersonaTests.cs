using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;

namespace Parley.Browser.Tests;

/// <summary>Personas and memory as a person uses them.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class PersonaTests(Stage stage) : NewcomerTests(stage)
{
    [Fact]
    public async Task A_persona_is_made_talked_with_remembers_and_every_answer_says_why()
    {
        await Window.GoAsync("/personas");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Tutor" }).ClickAsync();
        await Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Ada’s tutor");
        await Page.GetByRole(AriaRole.Radio, new() { Name = "Rose" }).CheckAsync();
        await Page.GetByLabel("Character").FillAsync("∑");
        await Assertions.Expect(Page.Locator("[data-look-face] .face")).ToHaveAttributeAsync("data-glyph", "∑");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make persona" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Ada’s tutor" })).ToBeVisibleAsync();

        // Talk: chosen beside the text, it greets, a starter is put into the composer.
        await Window.GoAsync("/");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Persona" }).ClickAsync();
        await Page.GetByRole(AriaRole.Radio, new() { Name = "Ada’s tutor" }).CheckAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(Page.GetByText("What would you like to understand?")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Quiz me on what I learned" }).ClickAsync();
        await Assertions.Expect(Composer).ToHaveValueAsync("Quiz me on what I learned");
        await SendAsync("Remember that I live in Oslo. Quiz me.");
        await Window.InChatAsync(Page);
        await DoneAsync(1);
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Persona: Ada’s tutor" })).ToBeVisibleAsync();

        // What was noted is said, with a way back.
        var line = Page.Locator("article.msg-person .memory-lines");
        await Assertions.Expect(line).ToContainTextAsync("I live in Oslo");

        // Why.
        await Page.Locator("article.msg-answer").HoverAsync();
        await Page.GetByRole(AriaRole.Link, new() { Name = "Why this answer" }).ClickAsync();
        var why = Page.GetByRole(AriaRole.Dialog, new() { Name = "Why this answer" });
        await Assertions.Expect(why).ToContainTextAsync("Ada’s tutor, version 1");
        await Assertions.Expect(why.GetByRole(AriaRole.Link, new() { Name = "I live in Oslo" })).ToBeVisibleAsync();
        Assert.Empty(await Window.AxeAsync());
        await Page.Keyboard.PressAsync("Escape");

        await line.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(line).ToHaveCountAsync(0);
        Assert.Empty(Window.Complaints);
    }

    [Fact]
    public async Task The_persona_of_new_chats_is_chosen_beside_the_text_and_forgetting_is_taken_back()
    {
        await MakeAsync(Page, "Brief one");
        var path = new Uri(Page.Url).AbsolutePath;
        await Window.GoAsync("/");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Persona" }).ClickAsync();
        await Page.GetByRole(AriaRole.Radio, new() { Name = "Brief one" }).CheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Use for new chats" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Brief one answers in new chats.")).ToBeVisibleAsync();
        await Window.GoAsync("/");
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Persona: Brief one" })).ToBeVisibleAsync();

        await Window.GoAsync($"{path}/memories");
        await Page.GetByLabel("Something to remember").FillAsync("I ski");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        var list = Page.Locator(".memory-list");
        await Assertions.Expect(list).ToContainTextAsync("I ski");
        await list.GetByRole(AriaRole.Button, new() { Name = "Forget" }).ClickAsync();
        await Assertions.Expect(list.GetByText("I ski")).ToHaveCountAsync(0);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(list).ToContainTextAsync("I ski");
    }

    [Fact]
    public async Task A_deleted_persona_is_taken_back_with_what_it_remembers()
    {
        await MakeAsync(Page, "Dear one");
        var path = new Uri(Page.Url).AbsolutePath;
        await Window.GoAsync($"{path}/memories");
        await Page.GetByLabel("Something to remember").FillAsync("I ski");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
        await Assertions.Expect(Page.Locator(".memory-list")).ToContainTextAsync("I ski");
        await DeleteAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Link, new() { Name = "Dear one", Exact = true })).ToHaveCountAsync(0);
        Assert.Empty(await Window.AxeAsync());
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Dear one is back.")).ToBeVisibleAsync();
        await Window.GoAsync($"{path}/memories");
        await Assertions.Expect(Page.Locator(".memory-list")).ToContainTextAsync("I ski");

        // Later, too; and for good.
        await DeleteAsync();
        await Window.GoAsync("/personas");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Restore Dear one" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Dear one is back.")).ToBeVisibleAsync();
        await DeleteAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Delete for good: Dear one" }).ClickAsync();
        await Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = "Delete for good" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Dear one is deleted for good.")).ToBeVisibleAsync();
        await Assertions.Expect(Page.GetByText("Recently deleted")).ToHaveCountAsync(0);
        Assert.Empty(Window.Complaints);

        async Task DeleteAsync()
        {
            await Window.GoAsync(path);
            await Page.GetByText("Delete this persona…").ClickAsync();
            await Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
            await Assertions.Expect(Page.GetByText("Dear one is deleted. For 30 days it can be restored below.")).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task Without_scripts_a_persona_is_made_chosen_and_asked_why()
    {
        await using var window = await Stage.OpenWithAsync(await Window.Context.StorageStateAsync(), Look.WideLight, withScript: false);
        var page = window.Page;
        await window.GoAsync("/personas/new");
        await MakeAsync(page, "Plain one");
        await window.GoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Persona" }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = "Plain one" }).CheckAsync();
        await page.GetByLabel("Model").SelectOptionAsync("echo");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true }).FillAsync("plain words");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Window.InChatAsync(page);
        await Assertions.Expect(page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
        await page.GetByRole(AriaRole.Link, new() { Name = "Why this answer" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Plain one, version 1")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Every_page_of_personas_is_sound_in_every_look()
    {
        await Window.GoAsync("/personas/new?template=Engineer");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Make persona" }).ClickAsync();
        await Page.WaitForURLAsync(url => !url.Contains("/new", StringComparison.Ordinal) && !url.EndsWith("/personas", StringComparison.Ordinal));
        var path = new Uri(Page.Url).AbsolutePath;
        await Page.GetByLabel("Instructions").FillAsync("You are an experienced software engineer.\nGive working code that handles errors.\nPrefer the simplest thing that works, and name its limits.");
        await Page.GetByLabel("Manner").FillAsync("exact, brief, kind");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(Page.GetByText("Saved as version 2.")).ToBeVisibleAsync();
        await Window.GoAsync($"{path}/memories");
        foreach (var text in new[] { "I write C# and a little Rust", "I like short answers" })
        {
            await Page.GetByLabel("Something to remember").FillAsync(text);
            await Page.GetByRole(AriaRole.Button, new() { Name = "Add" }).ClickAsync();
            await Assertions.Expect(Page.Locator(".memory-list")).ToContainTextAsync(text);
        }

        await Window.GoAsync($"/?persona={path.Split('/')[^1]}");
        await SendAsync("Remember that I work at night. Review this function.");
        await Window.InChatAsync(Page);
        await DoneAsync(1);
        var chat = new Uri(Page.Url).AbsolutePath;
        var why = await Page.GetByRole(AriaRole.Link, new() { Name = "Why this answer" }).GetAttributeAsync("href");
        var cookies = await Window.Context.StorageStateAsync();
        foreach (var look in Look.Widths)
        {
            await using var window = await Stage.OpenWithAsync(cookies, look);
            (string Name, string Path)[] pages =
            [
                ("personas", "/personas"), ("persona", path), ("persona-versions", $"{path}/versions"), ("persona-memories", $"{path}/memories"), ("persona-welcome", $"/?persona={path.Split('/')[^1]}"), ("persona-chat", chat), ("why", why!),
            ];
            foreach (var (name, address) in pages)
            {
                await window.GoAsync(address);
                if (name == "persona-welcome") await window.Page.GetByRole(AriaRole.Button, new() { Name = "Persona" }).ClickAsync();
                if (name == "persona-chat") await window.Page.GetByRole(AriaRole.Link, new() { Name = "Why this answer" }).ClickAsync();
                if (name == "persona-chat") await Assertions.Expect(window.Page.Locator("#why .why")).ToBeVisibleAsync();
                await window.SoundAsync(name, full: !name.StartsWith("persona-welcome", StringComparison.Ordinal) && name != "persona-chat");
            }
        }
    }

    private static async Task MakeAsync(IPage page, string name)
    {
        if (!page.Url.EndsWith("/personas/new", StringComparison.Ordinal)) await page.GotoAsync("/personas/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make persona" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = name })).ToBeVisibleAsync();
    }

    private async Task SendAsync(string text)
    {
        await Page.GetByLabel("Model").SelectOptionAsync("echo");
        await Composer.FillAsync(text);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
    }

    private Task DoneAsync(int count) => Assertions.Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(count, new() { Timeout = 60_000 });
}
