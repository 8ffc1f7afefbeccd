using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>The side of somebody who has many conversations.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class SideTests(Stage stage) : NewcomerTests(stage)
{
    private ILocator New => Page.GetByRole(AriaRole.Link, new() { Name = "New chat" });

    [Fact]
    public async Task Whoever_opens_an_old_chat_keeps_their_place_in_the_list()
    {
        await MakeAsync(200, folder: null);
        await Window.GoAsync("/");
        var more = Page.GetByRole(AriaRole.Link, new() { Name = "Show more" });
        foreach (var count in new[] { 120, 180 })
        {
            await more.ClickAsync();
            await Expect(Page.Locator(".chats-item")).ToHaveCountAsync(count);
        }

        await Line(40).ClickAsync();
        await InPlaceAsync(40);
        await Line(45).EvaluateAsync("line => line.scrollIntoView({ block: 'center' })");
        await Line(45).ClickAsync();
        await InPlaceAsync(45);
        // News of another tab do not fold the list.
        var newest = await Page.Locator(".chats-item").First.GetAttributeAsync("data-chat");
        await MakeAsync(1, folder: null);
        await Expect(Page.Locator(".chats-item").First).Not.ToHaveAttributeAsync("data-chat", newest!);
        await Expect(Line(45)).ToBeInViewportAsync();
        // Out of the list again: to a new chat, whose page has the same place.
        await New.EvaluateAsync("link => link.click()");
        await Page.WaitForURLAsync(url => !url.Contains("/c/", StringComparison.Ordinal));
        await Expect(Line(45)).ToBeInViewportAsync();
        await Window.PictureAsync("side-deep", full: false);

        // An address that somebody kept: the chat is older than what is loaded.
        var address = await Page.Locator(".chats-link").Nth(170).GetAttributeAsync("href");
        await Page.Context.ClearCookiesAsync(new() { Name = "parley-shown" });
        await Window.GoAsync(address!);
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Open now" })).ToBeVisibleAsync();
        await Expect(Page.Locator(".chats-link[aria-current=page]")).ToBeInViewportAsync();
        await Window.PictureAsync("side-open-now", full: false);
        await OnlyCutAsync();
        await Page.Locator(".side-body").EvaluateAsync("body => body.scrollTop = 0");
        await OnlyCutAsync();
        await more.ClickAsync();
        await Expect(Page.Locator(".chats-item")).ToHaveCountAsync(121);
        await more.ClickAsync();
        await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Open now" })).ToHaveCountAsync(0);
        await Expect(Page.Locator(".chats-link[aria-current=page]")).ToHaveCountAsync(1);
        Assert.Empty(Window.Complaints);

        ILocator Line(int number) => Page.GetByRole(AriaRole.Link, new() { Name = $"Chat {number}", Exact = true });

        async Task InPlaceAsync(int number)
        {
            await Expect(Line(number)).ToHaveAttributeAsync("aria-current", "page");
            await Expect(Line(number)).ToBeInViewportAsync();
            await Expect(Page.Locator(".chats-item")).ToHaveCountAsync(180);
            await Expect(Page.GetByRole(AriaRole.Heading, new() { Name = "Open now" })).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task New_chat_and_search_stay_while_the_list_is_scrolled()
    {
        await MakeAsync(70, folder: null);
        await MakeAsync(30, folder: "Work");
        await Window.GoAsync("/");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Show more of Work" }).ClickAsync();
        await Expect(Page.Locator(".chats-item")).ToHaveCountAsync(90);
        foreach (var look in Look.All)
        {
            await Window.TurnAsync(look);
            if (look.Width < 768) await Page.GetByRole(AriaRole.Button, new() { Name = "Open sidebar" }).ClickAsync();
            await Page.Locator(".side-body").EvaluateAsync("body => body.scrollTop = body.scrollHeight");
            await Expect(Page.Locator(".chats-new")).ToBeInViewportAsync(new() { Ratio = 1 });
            await Expect(Page.Locator(".chats-search")).ToBeInViewportAsync(new() { Ratio = 1 });
            await Window.PictureAsync("side-scrolled", full: false);
            if (look == Look.NarrowDark) await OnlyCutAsync();
            if (look.Width < 768) await Page.Keyboard.PressAsync("Escape");
        }

        // By keyboard, nothing that has the focus is behind what stays.
        await Window.TurnAsync(Look.WideLight);
        await Page.Locator(".chats-next").Last.FocusAsync();
        for (var i = 0; i < 40; i++)
        {
            await Page.Keyboard.PressAsync("ArrowUp");
            Assert.True(await Page.EvaluateAsync<bool>("() => document.activeElement.getBoundingClientRect().top >= document.querySelector('.chats-top').getBoundingClientRect().bottom - 1"), $"Line {i} is behind.");
        }

        // As at 400 % zoom: all of it goes along.
        await Page.SetViewportSizeAsync(320, 256);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Open sidebar" }).ClickAsync();
        await Page.Locator(".side-body").EvaluateAsync("body => body.scrollTop = body.scrollHeight");
        await Expect(Page.Locator(".chats-new")).Not.ToBeInViewportAsync();
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = "Archive and bin" })).ToBeInViewportAsync();
        await Page.Locator(".chats-item").Nth(50).ScrollIntoViewIfNeededAsync();
        await Expect(Page.Locator(".chats-item").Nth(50)).ToBeInViewportAsync();
        await Window.PictureAsync("side-low", full: false);
    }

    [Fact]
    public async Task What_is_done_while_the_list_is_read_anew_stays_done()
    {
        await MakeAsync(2, folder: "Work");
        await Window.GoAsync("/");
        var work = Page.GetByRole(AriaRole.Heading, new() { Name = "Work" });
        var filed = Page.Locator(".chats-item[data-folder=Work]");
        await MeanwhileAsync(() => work.ClickAsync());
        await Expect(Page.Locator(".chats-item:not([data-folder])")).ToHaveCountAsync(1);
        await Expect(filed.First).ToBeHiddenAsync();
        await Page.ReloadAsync();
        await Expect(filed.First).ToBeHiddenAsync();
        await work.ClickAsync();
        await MeanwhileAsync(async () =>
        {
            await filed.First.HoverAsync();
            await filed.First.Locator("[data-chat-menu]").ClickAsync();
            await Page.GetByRole(AriaRole.Button, new() { Name = "Rename", Exact = true }).ClickAsync();
        });
        await Page.GetByRole(AriaRole.Textbox, new() { Name = "Title" }).FillAsync("A kept name");
        await Page.Keyboard.PressAsync("Enter");
        await Expect(Page.GetByRole(AriaRole.Link, new() { Name = "A kept name" })).ToBeVisibleAsync();
        await Expect(Page.Locator(".chats-item:not([data-folder])")).ToHaveCountAsync(2);
    }

    /// <summary>Does it between the moment in which the server wrote a list and the one in which the page has it.</summary>
    private async Task MeanwhileAsync(Func<Task> act)
    {
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Page.RouteAsync("**/c/list*", async route =>
        {
            var answer = await route.FetchAsync();
            written.SetResult();
            await done.Task;
            await route.FulfillAsync(new() { Response = answer });
        }, new() { Times = 1 });
        var read = Page.WaitForResponseAsync("**/c/list*");
        await MakeAsync(1, folder: null);
        await written.Task.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        await act();
        done.SetResult();
        await read;
    }

    /// <summary>Lines go on behind what stays: what is small is cut there, until it is scrolled to.</summary>
    private async Task OnlyCutAsync()
    {
        foreach (var found in await Window.AxeAsync())
        {
            Assert.StartsWith("target-size: ", found, StringComparison.Ordinal);
            Assert.True(await Page.EvaluateAsync<bool>("""
                target => { const box = of => document.querySelector(of).getBoundingClientRect();
                  return document.querySelector(target).closest('.chats') !== null && (box(target).top < box('.chats-top').bottom || box(target).bottom > box('.chats-rest').top); }
                """, found.Split(": ")[1]), found);
        }
    }

    private async Task MakeAsync(int count, string? folder)
    {
        var made = await Page.EvaluateAsync<int>("""
            async ([count, folder]) => {
              let made = 0;
              for (let i = count - 1; i >= 0; i--)
                made += (await fetch('/api/v1/conversations', { method: 'POST', headers: { 'Content-Type': 'application/json', RequestVerificationToken: document.querySelector('meta[name="parley-form"]').content },
                  body: JSON.stringify({ title: `Chat ${i}`, folder }) })).ok;
              return made;
            }
            """, new object?[] { count, folder });
        Assert.Equal(count, made);
    }
}
