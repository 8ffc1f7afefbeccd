using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using Parley.Simulator;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>What a person finds on the chat page at second sight, and what it does when things go wrong elsewhere.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class ChatDepthTests(Stage stage) : NewcomerTests(stage)
{
    [Fact]
    public async Task A_model_is_looked_for_settings_go_along_and_another_model_answers_beside()
    {
        await Expect(Page.GetByRole(AriaRole.List, new() { Name = "First steps" })).ToBeVisibleAsync();
        await Page.GetByLabel("Model", new() { Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Combobox, new() { Name = "Find a model" }).FillAsync("itl15");
        await Expect(Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByLabel("Model", new() { Exact = true })).ToHaveValueAsync("echo-itl15");
        // What is typed next is the message, not the name of another model.
        await Expect(Composer).ToBeFocusedAsync();
        await Page.Keyboard.TypeAsync("necessary");
        await Expect(Composer).ToHaveValueAsync("necessary");
        await Expect(Page.GetByLabel("Model", new() { Exact = true })).ToHaveValueAsync("echo-itl15");
        // At the control itself it is looked for.
        await Page.GetByLabel("Model", new() { Exact = true }).FocusAsync();
        await Page.Keyboard.TypeAsync("n100");
        await Expect(Page.GetByRole(AriaRole.Combobox, new() { Name = "Find a model" })).ToHaveValueAsync("n100");
        await Expect(Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.GetByLabel("Model", new() { Exact = true })).ToHaveValueAsync("echo-itl15");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Settings of this chat" }).ClickAsync();
        await Page.GetByLabel("Instructions").FillAsync("Be brief.");
        await Page.GetByLabel("Temperature").FillAsync("0.3");
        Assert.Empty(await Window.AxeAsync());
        await Page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        await AskAsync("Say it again", model: null);
        await Expect(Page.Locator(".msg-by")).ToContainTextAsync("echo-itl15");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Settings of this chat" }).ClickAsync();
        await Expect(Page.GetByLabel("Instructions")).ToHaveValueAsync("Be brief.");
        await Page.GetByLabel("Instructions").FillAsync("");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(Page.GetByText("The settings hold from the next answer on.")).ToBeVisibleAsync();

        await Page.GetByRole(AriaRole.Button, new() { Name = "More", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Ask another model…" }).ClickAsync();
        await Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).Filter(new() { Has = Page.GetByText("echo", new() { Exact = true }) }).ClickAsync();
        await Expect(Page.Locator("article.msg-answer .msg-branches")).ToContainTextAsync("2/2");
        await Expect(Page.Locator(".msg-by")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^echo · "));

        await Page.GetByRole(AriaRole.Button, new() { Name = "More", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Quote" }).ClickAsync();
        await Expect(Composer).ToHaveValueAsync("> Say it again\n\n");
        Assert.Empty(Window.Complaints);
    }

    [Fact]
    public async Task What_is_said_while_a_dialog_is_open_stands_over_it_and_stays_when_it_closes()
    {
        await AskAsync("to be shared");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Share", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create link" }).ClickAsync();
        // Not every browser lets a page copy: then it says that.
        var toast = Page.Locator(".toast");
        await Expect(toast).ToBeVisibleAsync();
        Assert.True(await OnTopAsync());
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        Assert.True(await OnTopAsync());

        Task<bool> OnTopAsync() => toast.EvaluateAsync<bool>("toast => { const { x, y, width, height } = toast.getBoundingClientRect(); return toast.contains(document.elementFromPoint(x + width / 2, y + height / 2)); }");
    }

    [Fact]
    public async Task A_shared_chat_says_in_one_sentence_when_that_was()
    {
        await AskAsync("to be read by others");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Share", Exact = true }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Create link" }).ClickAsync();
        await Expect(Page.GetByLabel("Link")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("/shared/"));
        await Window.GoAsync(new Uri(await Page.GetByLabel("Link").InputValueAsync()).AbsolutePath);
        // The words stand beside the time, not in columns of their own.
        var gap = await Page.Locator(".shared time").EvaluateAsync<double>("time => { const words = document.createRange(); words.selectNode(time.previousSibling); return time.getBoundingClientRect().left - words.getBoundingClientRect().right; }");
        Assert.InRange(gap, -8, 8);
        Assert.Empty(await Window.AxeAsync());
    }

    [Fact]
    public async Task A_chat_that_was_deleted_elsewhere_says_so_and_has_ways_on()
    {
        await AskAsync("here today");
        var other = await Window.Context.NewPageAsync();
        await other.GotoAsync(Page.Url);
        await Composer.FillAsync("half a thought");
        await other.GetByRole(AriaRole.Button, new() { Name = "Chat options" }).ClickAsync();
        await other.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This chat was deleted");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Restore this chat" }).ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Alert)).ToHaveCountAsync(0);
        // Whoever deletes what they look at is led to a new chat, with the way back.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Chat options" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Expect(Page.GetByText("What is on your mind?")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Page.Locator("article.msg-answer")).ToContainTextAsync("here today");
        await Expect(Composer).ToHaveValueAsync("half a thought");
    }

    [Fact]
    public async Task What_was_archived_or_pinned_says_so_at_once_and_is_taken_back_at_once()
    {
        await AskAsync("for later");
        await ChooseAsync("Archive");
        await Expect(Page.Locator("[data-archived]")).ToBeVisibleAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(Page.Locator("[data-archived]")).ToBeHiddenAsync();
        await ChooseAsync("Archive");
        await Expect(Page.Locator("[data-archived]")).ToBeVisibleAsync();
        await ChooseAsync("Take out of the archive");
        await Expect(Page.Locator("[data-archived]")).ToBeHiddenAsync();

        var pinned = Page.GetByRole(AriaRole.Navigation, new() { Name = "Chats" }).Locator("[data-pinned]");
        await ChooseAsync("Pin");
        await Expect(pinned).ToHaveCountAsync(1);
        await ChooseAsync("Unpin");
        await Expect(pinned).ToHaveCountAsync(0);
        await Expect(Page.Locator("article.msg-answer")).ToContainTextAsync("for later");
    }

    [Fact]
    public async Task Whoever_wants_neither_formatting_nor_to_watch_gets_plain_text_at_once()
    {
        await Window.GoAsync("/settings/chat");
        await Page.GetByRole(AriaRole.Switch, new() { Name = "Show formatting" }).UncheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(Page.GetByText("Saved.")).ToBeVisibleAsync();
        await Window.GoAsync("/");
        await AskAsync("Some **bold** and `code`\n\n- one\n- two", "echo-itl15");
        await Expect(Page.Locator("article.msg-answer .md-source")).ToHaveTextAsync("Some **bold** and `code`\n\n- one\n- two");
        await Expect(Page.Locator("article.msg-answer strong")).ToHaveCountAsync(0);

        await Window.GoAsync("/settings/chat");
        await Page.GetByRole(AriaRole.Switch, new() { Name = "Show answers while they are written" }).UncheckAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(Page.GetByText("Saved.")).ToBeVisibleAsync();
        await Window.GoAsync("/");
        await Page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("n2000-itl20");
        await Composer.FillAsync("At length");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Window.InChatAsync(Page);
        await Expect(Page.Locator("#chat[data-feed=open]")).ToHaveCountAsync(1);
        await Page.WaitForFunctionAsync("async () => (await (await fetch(`${location.pathname}/m/${document.querySelector('article.msg-answer').dataset.id}/text`)).text()).length > 0");
        Assert.Equal("", await Page.Locator("article.msg-answer .md").InnerTextAsync());
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.GetByText("Stopped. What had arrived was kept.")).ToBeVisibleAsync();
        Assert.NotEqual("", await Page.Locator("article.msg-answer .md").InnerTextAsync());
    }

    [Fact]
    public async Task An_answer_that_failed_is_asked_of_another_model_where_it_says_so()
    {
        await using var administrator = await Stage.OpenAsAdministratorAsync();
        await using var simulator = await SimulatorServer.StartAsync();
        await administrator.GoAsync("/");
        await ProvideAsync("POST", "", new { name = "refusing", kind = "chat", baseUrl = new Uri(simulator.BaseAddress, "/v1"), apiKeys = new[] { "any" }, allowPrivateNetwork = true, models = new[] { new { id = "err400" } } });
        await Window.GoAsync("/");
        await SendAsync("Hello", "err400");
        var answer = Page.Locator("article.msg-answer");
        var problem = answer.Locator(".msg-problem");
        await Expect(problem).ToBeVisibleAsync();
        await Window.PictureAsync("chat-failed", full: false);
        // There is nothing to copy, and nothing to call good or bad.
        foreach (var name in new[] { "Copy", "Good answer", "Bad answer" }) await Expect(answer.GetByRole(AriaRole.Button, new() { Name = name })).ToHaveCountAsync(0);
        Assert.Empty(await Window.AxeAsync());
        await problem.GetByRole(AriaRole.Button, new() { Name = "Another model…" }).ClickAsync();
        await Page.GetByRole(AriaRole.Listbox).GetByRole(AriaRole.Option).Filter(new() { Has = Page.GetByText("echo", new() { Exact = true }) }).ClickAsync();
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToContainTextAsync("Hello");
        await Expect(answer.GetByRole(AriaRole.Button, new() { Name = "Good answer" })).ToHaveCountAsync(1);
        await ProvideAsync("DELETE", "/refusing", null);

        Task ProvideAsync(string method, string path, object? body) => administrator.Page.EvaluateAsync("""
            async ({ method, path, body }) => { await fetch(`/api/v1/providers${path}`, { method, headers: { 'Content-Type': 'application/json', RequestVerificationToken: document.querySelector('meta[name="parley-form"]').content }, body }); }
            """, new { method, path, body = body is null ? null : System.Text.Json.JsonSerializer.Serialize(body) });
    }

    [Fact]
    public async Task The_bin_the_open_drawer_and_the_models_are_sound_in_both_themes_and_at_both_widths()
    {
        await AskAsync("to be deleted");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Chat options" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        await AskAsync("stays");
        var (cookies, path) = (await Window.Context.StorageStateAsync(), new Uri(Page.Url).AbsolutePath);
        foreach (var look in new[] { Look.WideLight, Look.NarrowDark })
        {
            await using var window = await Stage.OpenWithAsync(cookies, look);
            await window.GoAsync("/chats?show=deleted");
            await Expect(window.Page.GetByRole(AriaRole.Button, new() { Name = "Restore to be deleted" })).ToBeVisibleAsync();
            await window.PictureAsync("chats-deleted");
            Assert.Empty(await window.AxeAsync());
            Assert.False(await window.OverflowsAsync());
            await window.GoAsync(path);
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Settings of this chat" }).ClickAsync();
            await window.PictureAsync("chat-settings", full: false);
            Assert.Empty(await window.AxeAsync());
            await window.Page.Keyboard.PressAsync("Escape");
            await window.Page.GetByRole(AriaRole.Button, new() { Name = "Share", Exact = true }).ClickAsync();
            Assert.Empty(await window.AxeAsync());
            await window.Page.Keyboard.PressAsync("Escape");
            await window.Page.GetByLabel("Model", new() { Exact = true }).ClickAsync();
            await Expect(window.Page.GetByRole(AriaRole.Listbox, new() { Name = "Models" })).ToBeVisibleAsync();
            await window.PictureAsync("chat-models", full: false);
            Assert.Empty(await window.AxeAsync());
            Assert.False(await window.OverflowsAsync());
            Assert.Empty(window.Complaints);
        }
    }

    [Fact]
    public async Task The_first_load_keeps_its_budget_and_nothing_jumps_while_an_answer_is_written()
    {
        await using var window = await Stage.OpenWithAsync(await Window.Context.StorageStateAsync(), Look.WideLight);
        await window.Page.AddInitScriptAsync("window.jumps = []; new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) jumps.push(e.value); }).observe({ type: 'layout-shift', buffered: true })");
        await window.GoAsync("/");
        await Expect(window.Page.Locator("#chat[data-feed=open]")).ToHaveCountAsync(1);
        var load = await window.Page.EvaluateAsync<int[]>("""
            () => { const all = performance.getEntriesByType('resource').filter(r => r.initiatorType !== 'fetch'), sum = end => all.filter(r => r.name.endsWith(end)).reduce((s, r) => s + r.encodedBodySize, 0);
              return [all.length + 1, sum('.js'), sum('.css')]; }
            """);
        // With the document, which is not counted among the resources.
        Assert.InRange(load[0], 5, 12);
        Assert.InRange(load[1], 1_000, 40_000);
        Assert.InRange(load[2], 1_000, 25_000);
        await window.Page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync("echo-itl15");
        await window.Page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true }).FillAsync("# Title\n\n" + string.Concat(Enumerable.Repeat("Some words that go on and on, so that lines break and more lines come after them. ", 8)) + "\n\n```js\nlet x = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- one\n- two\n\nThe end.");
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Window.InChatAsync(window.Page);
        await Expect(window.Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
        Assert.InRange(await window.Page.EvaluateAsync<double>("() => jumps.reduce((s, v) => s + v, 0)"), 0, 0.02);
    }

    private async Task ChooseAsync(string what)
    {
        await Page.GetByRole(AriaRole.Button, new() { Name = "Chat options" }).ClickAsync();
        await Page.Locator("#this-chat").GetByRole(AriaRole.Button, new() { Name = what, Exact = true }).ClickAsync();
    }
}
