using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>What a person finds who reads: the way to the end, what other conversations do meanwhile, and text in windows of any size.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class ReadingTests(Stage stage) : NewcomerTests(stage)
{
    private ILocator Jump => Page.GetByRole(AriaRole.Button, new() { Name = "Jump to the end" });

    [Fact]
    public async Task Who_scrolled_up_jumps_to_the_end_and_follows_the_answer_again()
    {
        await SendAsync("Go on for long", "n2000-itl20");
        await Page.WaitForFunctionAsync("() => scrollY > 500");
        await Expect(Jump).ToBeHiddenAsync();
        await Page.EvaluateAsync("() => scrollTo(0, 0)");
        await Expect(Jump).ToBeVisibleAsync();
        foreach (var look in Look.All)
        {
            await Window.TurnAsync(look);
            await Page.EvaluateAsync("() => scrollTo(0, 200)");
            await Window.PictureAsync("jump-coming", full: false);
            Assert.False(await Window.OverflowsAsync());
        }

        Assert.NotEqual("none", await DotAsync("content"));
        // Windows of tests ask for little motion.
        Assert.Equal("none", await DotAsync("animationName"));
        await Page.EmulateMediaAsync(new() { ReducedMotion = ReducedMotion.NoPreference });
        Assert.Equal("pulse", await DotAsync("animationName"));

        // As from the keyboard.
        await Page.Keyboard.PressAsync("Tab");
        await Jump.FocusAsync();
        Assert.Equal("solid", await Jump.EvaluateAsync<string>("button => getComputedStyle(button).outlineStyle"));
        await Page.EvaluateAsync("() => scrollTo(0, 0)");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Jump).ToBeHiddenAsync();
        await Expect(Page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true })).ToBeFocusedAsync();
        var before = await Page.EvaluateAsync<double>("() => document.documentElement.scrollHeight");
        await Page.WaitForFunctionAsync("before => document.documentElement.scrollHeight > before + 150", before);
        Assert.InRange(await Page.EvaluateAsync<double>("() => document.documentElement.scrollHeight - innerHeight - scrollY"), 0, 95);

        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(Page.GetByText("Stopped. What had arrived was kept.")).ToBeVisibleAsync();
        await Expect(Jump).ToBeHiddenAsync();
        await Page.EvaluateAsync("() => scrollTo(0, 0)");
        await Expect(Jump).ToBeVisibleAsync();
        Assert.Equal("none", await DotAsync("content"));
        Assert.Empty(await Window.AxeAsync());
        // Smoothly, where nobody asked for less motion.
        await Jump.ClickAsync();
        await Expect(Jump).ToBeHiddenAsync();
        Assert.Empty(Window.Complaints);

        Task<string> DotAsync(string what) => Jump.EvaluateAsync<string>("(button, what) => getComputedStyle(button, '::before')[what]", what);
    }

    [Fact]
    public async Task The_side_marks_what_is_being_answered_and_what_was_answered_elsewhere_until_it_is_opened()
    {
        await SendAsync("a short one", "echo");
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
        var first = Page.Url;
        var other = await Window.Context.NewPageAsync();
        await other.GotoAsync(first);
        await Page.GotoAsync("/");
        await SendAsync("Go on for long", "n2000-itl20");
        // In every tab, and in one that is opened now.
        await Expect(Mark(other, "Is being answered")).ToHaveCountAsync(1);
        await Expect(Mark(Page, "Is being answered")).ToHaveCountAsync(1);
        await Expect(Line(other, "Go on for long")).ToHaveAccessibleDescriptionAsync("Is being answered");
        await Page.GotoAsync(first);
        await Expect(Mark(Page, "Is being answered")).ToHaveCountAsync(1);
        foreach (var look in Look.All)
        {
            await Window.TurnAsync(look);
            if (look.Width < 768) await Page.GetByRole(AriaRole.Button, new() { Name = "Open sidebar" }).ClickAsync();
            await Expect(Line(Page, "Go on for long")).ToBeInViewportAsync();
            await Window.PictureAsync("marks-answering", full: false);
            if (look.Width < 768) await Page.Keyboard.PressAsync("Escape");
        }

        await Window.TurnAsync(Look.WideLight);
        Assert.Empty(await Window.AxeAsync());
        // The second tab goes elsewhere while the answer ends: that is told on its next page.
        await other.GotoAsync("/settings/profile");
        await Line(Page, "Go on for long").ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        await Expect(Page.GetByText("Stopped. What had arrived was kept.")).ToBeVisibleAsync();
        await Expect(Mark(Page, "Is being answered")).ToHaveCountAsync(0);
        await Expect(Mark(Page, "Not read yet")).ToHaveCountAsync(0);
        // What somebody stopped they have seen.
        await other.GotoAsync(first);
        await Expect(Line(other, "Go on for long")).ToBeVisibleAsync();
        await Expect(Mark(other, "Not read yet")).ToHaveCountAsync(0);
        Assert.Empty(Window.Complaints);
    }

    [Fact]
    public async Task What_was_answered_where_nobody_looked_is_marked_in_all_tabs_until_one_opens_it()
    {
        await SendAsync("a short one", "echo");
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
        var first = Page.Url;
        var other = await Window.Context.NewPageAsync();
        await other.GotoAsync(first);
        await Page.GotoAsync("/");
        await SendAsync("one more", "echo-itl15");
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
        // It was read where it came, so no other tab has news; nor one that is told of it later.
        await Expect(Line(other, "one more")).ToBeVisibleAsync();
        await Expect(Mark(other, "Not read yet")).ToHaveCountAsync(0);
        await other.EvaluateAsync("told => document.dispatchEvent(new CustomEvent('parley:feed', { detail: { kind: 'message', data: { ...told, status: 'streaming' } } }))",
            new { conversationId = Page.Url.Split('/')[^1], id = await Page.Locator("article.msg-answer").GetAttributeAsync("data-id") });
        await other.ReloadAsync();
        await Expect(Line(other, "one more")).ToBeVisibleAsync();
        await Expect(Mark(other, "Not read yet")).ToHaveCountAsync(0);

        // Nobody looks while this one comes.
        await Page.GotoAsync("/");
        await SendAsync("a third one, for which nobody waits", "n100-itl20");
        await Page.GotoAsync(first);
        await Expect(Mark(other, "Not read yet")).ToHaveCountAsync(1);
        await Expect(Mark(Page, "Not read yet")).ToHaveCountAsync(1);
        await Expect(Line(other, "a third one")).ToHaveAccessibleDescriptionAsync("Not read yet");
        if (Stage.Pictures is not null) await other.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, "marks-unread.png") });
        var later = await Window.Context.NewPageAsync();
        await later.GotoAsync(first);
        await Expect(Mark(later, "Not read yet")).ToHaveCountAsync(1);
        await Line(later, "a third one").ClickAsync();
        foreach (var tab in new[] { later, other, Page }) await Expect(Mark(tab, "Not read yet")).ToHaveCountAsync(0);

        // Whoever signs in next finds none of it.
        await Page.GetByRole(AriaRole.Button, new() { Name = "Account" }).ClickAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Page.WaitForURLAsync("**/login");
        Assert.Null(await Page.EvaluateAsync<string?>("() => localStorage.getItem('parley-marks')"));
        Assert.Empty(Window.Complaints);
    }

    [Fact]
    public async Task What_was_searched_for_is_marked_in_words_that_read_as_the_answer_does()
    {
        await SendAsync("A **token bucket** holds a `burst`:\n\n- of *drops*, [or more](https://example.org)", "echo");
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
        await Page.GetByRole(AriaRole.Searchbox, new() { Name = "Search chats" }).FillAsync("bucket");
        var hit = Page.GetByRole(AriaRole.List, new() { Name = "Search results" }).Locator(".chats-hit", new() { HasText = "drops" }).First;
        await Expect(hit).ToContainTextAsync("A token bucket holds a burst: of drops, or more");
        await Expect(hit.Locator("mark")).ToHaveTextAsync("bucket");
        foreach (var look in Look.All)
        {
            await Window.TurnAsync(look);
            if (look.Width < 768) await Page.GetByRole(AriaRole.Button, new() { Name = "Open sidebar" }).ClickAsync();
            await Window.PictureAsync("search-words", full: false);
            if (look.Width < 768) await Page.Keyboard.PressAsync("Escape");
        }

        Assert.Empty(Window.Complaints);
    }

    [Fact]
    public async Task Back_to_chat_leads_each_tab_to_the_chat_that_it_came_from()
    {
        await SendAsync("the first one", "echo");
        var first = Page.Url;
        var other = await Window.Context.NewPageAsync();
        await other.GotoAsync(first);
        await Page.GotoAsync("/");
        await SendAsync("the second one", "echo");
        var second = Page.Url;
        foreach (var (tab, chat) in new[] { (Page, second), (other, first) })
        {
            await tab.GotoAsync("/settings/profile");
            await tab.GetByRole(AriaRole.Navigation, new() { Name = "Settings" }).GetByRole(AriaRole.Link, new() { Name = "Usage" }).ClickAsync();
            await Back(tab).ClickAsync();
            await tab.WaitForURLAsync(chat);
        }

        // Without script it is the one that the browser showed last; not to anybody else's.
        await other.GotoAsync(second);
        var cookies = await Window.Context.StorageStateAsync();
        await using var still = await Stage.OpenWithAsync(cookies, Look.WideDark, withScript: false);
        await still.GoAsync("/settings/profile");
        await Back(still.Page).ClickAsync();
        Assert.Equal(second, still.Page.Url);
        await using var stranger = await Stage.OpenAsync();
        await Stage.RegisterAsync(stranger, $"r{Guid.NewGuid():N}@example.org", "Another");
        await stranger.GoAsync($"/c/back?id={second.Split('/')[^1]}");
        Assert.Equal("/", new Uri(stranger.Page.Url).AbsolutePath);

        // To a new one from a new one, and from one that is gone.
        await Page.GotoAsync("/");
        await Page.GotoAsync("/settings/profile");
        await Back(Page).ClickAsync();
        await Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        await Page.EvaluateAsync("path => fetch(`${path}/delete`, { method: 'POST', headers: { RequestVerificationToken: document.querySelector('meta[name=parley-form]').content, 'X-Parley-Script': '1' } })", first);
        await other.GotoAsync("/settings/profile");
        await other.EvaluateAsync("id => sessionStorage.setItem('parley-chat', id)", first.Split('/')[^1]);
        await other.ReloadAsync();
        await Back(other).ClickAsync();
        await other.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/");
        Assert.Empty(Window.Complaints);

        static ILocator Back(IPage page) => page.GetByRole(AriaRole.Link, new() { Name = "Back to chat" });
    }

    [Fact]
    public async Task A_long_message_of_ones_own_is_folded_and_unfolded_by_keyboard_and_is_whole_on_paper_and_without_script()
    {
        await SendAsync(string.Join('\n', Enumerable.Range(1, 60).Select(i => $"line {i} of what was pasted")), "n2000-itl20");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Stop" }).ClickAsync();
        var (more, less) = (Page.GetByRole(AriaRole.Button, new() { Name = "Show more", Exact = true }), Page.GetByRole(AriaRole.Button, new() { Name = "Show less", Exact = true }));
        await Expect(more).ToHaveAttributeAsync("aria-expanded", "false");
        var folded = await HeightAsync(Page);
        foreach (var look in Look.All)
        {
            await Window.TurnAsync(look);
            await Page.EvaluateAsync("() => scrollTo(0, 0)");
            await Window.PictureAsync("message-folded", full: false);
            Assert.False(await Window.OverflowsAsync());
            Assert.InRange(await HeightAsync(Page), 200, 420);
        }

        await Window.TurnAsync(Look.WideLight);
        Assert.Empty(await Window.AxeAsync());
        await more.FocusAsync();
        await Page.Keyboard.PressAsync("Enter");
        await Expect(less).ToBeFocusedAsync();
        await Expect(less).ToHaveAttributeAsync("aria-expanded", "true");
        Assert.InRange(await HeightAsync(Page), folded * 3, 5000);
        await Window.PictureAsync("message-unfolded");
        await Page.Keyboard.PressAsync("Space");
        await Expect(more).ToBeFocusedAsync();
        await Expect(more).ToBeInViewportAsync();
        Assert.Equal(folded, await HeightAsync(Page));

        await Page.EmulateMediaAsync(new() { Media = Media.Print });
        Assert.InRange(await HeightAsync(Page), folded * 3, 5000);
        await Expect(more).ToBeHiddenAsync();
        await Page.EmulateMediaAsync(new() { Media = Media.Screen });
        await using var still = await Stage.OpenWithAsync(await Window.Context.StorageStateAsync(), Look.NarrowLight, withScript: false);
        await still.GoAsync(new Uri(Page.Url).AbsolutePath);
        Assert.InRange(await HeightAsync(still.Page), folded * 3, 5000);
        await Expect(still.Page.GetByRole(AriaRole.Button, new() { Name = "Show more", Exact = true })).ToBeHiddenAsync();

        // What a search found in it is seen.
        await Page.GotoAsync($"{new Uri(Page.Url).AbsolutePath}#{await Page.Locator("article.msg-person").GetAttributeAsync("id")}");
        await Page.ReloadAsync();
        await Expect(less).ToBeVisibleAsync();
        Assert.Empty(Window.Complaints);

        static Task<double> HeightAsync(IPage page) => page.Locator(".msg-text").EvaluateAsync<double>("node => node.getBoundingClientRect().height");
    }

    [Theory]
    [InlineData(320, 256)]
    [InlineData(844, 390)]
    [InlineData(390, 844)]
    public async Task At_four_hundred_per_cent_most_of_theWindow_is_text(int width, int height)
    {
        await SendAsync(string.Concat(Enumerable.Repeat("A paragraph that somebody reads at a size that they need.\n\n", 30)), "echo");
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
        var isSmall = height < 416;
        await Page.SetViewportSizeAsync(width, height);
        await Page.EvaluateAsync("() => scrollTo(0, 900)");
        var (bar, composer) = (await TopAsync(".bar", "bottom"), await TopAsync(".composer", "top"));
        if (Stage.Pictures is not null) await Page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, $"reflow-{width}x{height}.png") });
        if (isSmall)
        {
            Assert.InRange(bar, -10_000, 0);
            Assert.InRange(composer / height, 0.6, 1);
        }
        else Assert.InRange(bar, 56, 57);

        Assert.False(await Window.OverflowsAsync());
        Assert.Empty(await Window.AxeAsync());
        // At the end all is there, and nothing over the last line.
        await Page.EvaluateAsync("() => scrollTo(0, document.documentElement.scrollHeight)");
        await Expect(Page.GetByText("Models make mistakes.")).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.InRange(await TopAsync(".composer", "top") - await TopAsync("article.msg-answer", "bottom"), 0, 200);
        if (Stage.Pictures is not null) await Page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, $"reflow-end-{width}x{height}.png") });

        Task<double> TopAsync(string what, string edge) => Page.Locator(what).EvaluateAsync<double>("(node, edge) => node.getBoundingClientRect()[edge]", edge);
    }

    private static ILocator Mark(IPage page, string name) => page.GetByRole(AriaRole.Navigation, new() { Name = "Chats" }).GetByRole(AriaRole.Img, new() { Name = name });

    private static ILocator Line(IPage page, string title) => page.Locator(".chats-link", new() { HasText = title });
}
