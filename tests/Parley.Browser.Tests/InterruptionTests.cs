using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>What a page does when a request fails, the connection is lost, the session changes hands, or something else has the keyboard.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class InterruptionTests(Stage stage) : NewcomerTests(stage)
{
    private ILocator Stop => Page.GetByRole(AriaRole.Button, new() { Name = "Stop" });

    [Fact]
    public async Task One_failed_request_at_an_answers_end_does_not_leave_it_unfinished()
    {
        await SendAsync("first", "echo");
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
        await SendAsync(string.Concat(Enumerable.Repeat("some words ", 60)), "echo-itl15");
        await Expect(Stop).ToBeVisibleAsync();
        var failures = 0;
        await Page.RouteAsync("**/thread", async route =>
        {
            if (failures++ < 2) await route.FulfillAsync(new() { Status = 502 });
            else await route.ContinueAsync();
        });
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(2, new() { Timeout = 20_000 });
        await Expect(Stop).ToBeHiddenAsync();
        Assert.True(failures > 2);
    }

    [Fact]
    public async Task What_was_written_just_before_leaving_is_kept_unless_the_server_knows_something_newer()
    {
        await SendAsync("first", "echo");
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
        var conversation = new Uri(Page.Url).Segments[^1];
        await Page.RouteAsync("**/draft", route => route.AbortAsync());
        await Composer.FillAsync("half a thought");
        await Page.ReloadAsync();
        await Expect(Composer).ToHaveValueAsync("half a thought");

        // It is left again before anything could be sent; meanwhile another device wrote something.
        await Composer.FillAsync("half another thought");
        await Page.GotoAsync("/settings/profile");
        await Page.UnrouteAsync("**/draft");
        await Page.EvaluateAsync("""
            async path => { await fetch(path, { method: 'PUT', headers: { 'Content-Type': 'application/json', RequestVerificationToken: document.querySelector('meta[name="parley-form"]').content }, body: JSON.stringify({ text: 'a whole one' }) }); }
            """, $"/api/v1/conversations/{conversation}/draft");
        await Page.GotoAsync($"/c/{conversation}");
        await Expect(Composer).ToHaveValueAsync("a whole one");
        await Page.ReloadAsync();
        await Expect(Composer).ToHaveValueAsync("a whole one");
    }

    [Fact]
    public async Task A_connection_that_stays_away_is_told_until_it_is_back()
    {
        await SendAsync("first", "echo");
        await Expect(Page.Locator("#chat[data-feed=open]")).ToHaveCountAsync(1);
        var note = Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "The connection is lost." });
        await Expect(note).ToHaveCountAsync(0);
        await Page.RouteAsync("**/api/v1/events*", route => route.AbortAsync());
        await Page.ReloadAsync();
        await Expect(note).ToBeVisibleAsync(new() { Timeout = 15_000 });
        foreach (var look in Look.All)
        {
            await Window.TurnAsync(look);
            await Window.PictureAsync("connection-lost", full: false);
            Assert.False(await Window.OverflowsAsync());
        }

        Assert.Empty(await Window.AxeAsync());
        await Page.UnrouteAsync("**/api/v1/events*");
        await Expect(Page.Locator("#chat[data-feed=open]")).ToHaveCountAsync(1, new() { Timeout = 30_000 });
        await Expect(note).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Search_opens_by_its_key_wherever_the_side_is_hidden()
    {
        var search = Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search chats" });
        await Page.Keyboard.PressAsync("Control+Shift+s");
        await Expect(search).ToBeHiddenAsync();
        await Page.Keyboard.PressAsync("Control+k");
        await Expect(search).ToBeFocusedAsync();
        await Window.TurnAsync(Look.NarrowLight);
        await Page.ReloadAsync();
        await Expect(search).ToBeHiddenAsync();
        await Page.Keyboard.PressAsync("Control+k");
        await Expect(search).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Escape_stops_an_answer_though_a_toast_is_shown()
    {
        await SendAsync("Go on for long", "n2000-itl20");
        await Expect(Stop).ToBeVisibleAsync();
        await Composer.FillAsync("more");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByText("An answer is being written. Wait for it, or stop it")).ToBeVisibleAsync();
        await Page.Keyboard.PressAsync("Escape");
        await Expect(Page.Locator("article.msg-answer[data-status=stopped]")).ToHaveCountAsync(1);
        await Expect(Composer).ToHaveValueAsync("more");
    }

    [Fact]
    public async Task Who_signs_out_in_one_tab_leaves_nothing_to_read_in_the_others_and_what_was_written_waits_for_the_sign_in()
    {
        await SendAsync("for my eyes only", "echo");
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
        await Expect(Page.Locator("#chat[data-feed=open]")).ToHaveCountAsync(1);
        await Composer.FillAsync("half a thou");
        var other = await Window.Context.NewPageAsync();
        await other.GotoAsync("/settings/profile");
        await other.EvaluateAsync("() => document.querySelector('form[action=\"/logout\"]').requestSubmit()");
        await Expect(Page.GetByText("Your session has ended.")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await Expect(Page.Locator("article.msg-answer")).ToBeHiddenAsync();
        await Expect(Page.GetByText("for my eyes only").First).ToBeHiddenAsync();
        Assert.Equal("Parley", await Page.TitleAsync());
        foreach (var look in Look.All)
        {
            await Window.TurnAsync(look);
            await Window.PictureAsync("signed-out-elsewhere", full: false);
        }

        Assert.Empty(await Window.AxeAsync());
        await other.GotoAsync("/login");
        await other.GetByLabel("Email").FillAsync(Email);
        await other.GetByLabel("Password").FillAsync(Stage.Password);
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await other.WaitForURLAsync("**/");
        // The page is loaded anew, when it learns of the session or at the latest when something is sent.
        await Composer.FillAsync("half a thought");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("article.msg-answer")).ToBeVisibleAsync();
        await Expect(Composer).ToHaveValueAsync("half a thought");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Plain_text_keeps_lists_tables_and_the_source_of_formulas()
    {
        const string Answer = "# Title\n\nThe **formula** $E=mc^2$ holds.\n\n3. three\n4. four\n   - inner\n\n- [x] done\n\n> said\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```js\nlet x = 1;\n  let y;\n```\n";
        await SendAsync(Answer, "echo");
        var answer = Page.Locator("article.msg-answer[data-status=complete]");
        await Expect(answer.Locator("annotation")).ToHaveCountAsync(1);
        await Page.EvaluateAsync("() => { navigator.clipboard.writeText = async text => { window.copied = text; }; }");
        await answer.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = "Copy as plain text" }).Or(Page.GetByRole(AriaRole.Button, new() { Name = "Copy as plain text" })).ClickAsync();
        await Expect(Page.GetByText("Answer copied as plain text.")).ToBeVisibleAsync();
        Assert.Equal("Title\n\nThe formula E=mc^2 holds.\n\n3. three\n4. four\n   - inner\n\n- [x] done\n\n> said\n\na\tb\n1\t2\n\nlet x = 1;\n  let y;", await Page.EvaluateAsync<string>("() => window.copied"));
    }

    [Fact]
    public async Task An_answer_is_read_aloud_without_its_code_until_somebody_stops_it()
    {
        // No voice is installed where tests run: what the browser would say is written down, and takes until it is stopped.
        await Page.AddInitScriptAsync("window.spoken = []; Object.defineProperty(window, 'speechSynthesis', { value: { speak: part => window.spoken.push(part.text), cancel: () => window.spoken.push('(silence)') } });");
        await Page.ReloadAsync();
        await SendAsync("First[^1] this. Then that.\n\n```js\nlet x;\n```\n\n[^1]: A note.", "echo");
        var answer = Page.Locator("article.msg-answer[data-status=complete]");
        await ChooseAsync("Read aloud");
        var stop = Page.GetByRole(AriaRole.Button, new() { Name = "Stop reading aloud" });
        await stop.ClickAsync();
        await Expect(stop).ToBeHiddenAsync();
        Assert.Equal(["(silence)", "First this. Then that.", "A note.", "(silence)"], (await Page.EvaluateAsync<string[]>("() => window.spoken")).SelectMany(text => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));

        async Task ChooseAsync(string what)
        {
            await answer.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
            await Page.GetByRole(AriaRole.Button, new() { Name = what }).ClickAsync();
        }
    }

    [Fact]
    public async Task What_led_to_an_answer_goes_on_in_a_chat_of_its_own()
    {
        await SendAsync("Both ways", "echo");
        var (answer, first) = (Page.Locator("article.msg-answer[data-status=complete]"), Page.Url);
        await answer.GetByRole(AriaRole.Button, new() { Name = "More" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Branch into a new chat" }).ClickAsync();
        await Page.WaitForURLAsync(url => url != first);
        await Expect(answer).ToHaveCountAsync(1);
        await SendAsync("Only here", null);
        await Expect(answer).ToHaveCountAsync(2);
        await Page.GotoAsync(first);
        await Expect(answer).ToHaveCountAsync(1);
        Assert.Empty(Window.Complaints);
    }
}
