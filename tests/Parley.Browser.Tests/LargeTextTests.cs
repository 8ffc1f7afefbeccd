using System.Text.Json;
using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>A phone under a finger, and text at twice its size: nothing sticks out, nothing lies on anything else.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class LargeTextTests(Stage stage) : NewcomerTests(stage)
{
    [Theory]
    [InlineData(100), InlineData(200)]
    public async Task On_a_phone_all_of_it_is_in_the_window(int percent)
    {
        await SendAsync("A word and a table\n\n| a | b |\n|---|---|\n| 1 | 2 |", "echo");
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
        var chat = new Uri(Page.Url).AbsolutePath;
        await using var phone = await Page.Context.Browser!.NewContextAsync(new()
        {
            BaseURL = Stage.Address.ToString(), ViewportSize = new() { Width = 390, Height = 844 }, HasTouch = true, IsMobile = true, ReducedMotion = ReducedMotion.Reduce, StorageState = await Window.Context.StorageStateAsync(),
        });
        var page = await phone.NewPageAsync();
        foreach (var path in new[] { "/", chat, "/personas", "/chats", "/files", "/settings/usage" })
        {
            await OpenAsync(page, path, percent);
            Assert.Empty(await page.EvaluateAsync<string[]>(StickingOut));
            Assert.Equal(390, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"));
            if (path != "/" && path != chat) continue;
            var controls = await page.EvaluateAsync<JsonElement>(Controls);
            Assert.Equal("", controls.GetProperty("covered").GetString());
            Assert.InRange(controls.GetProperty("send").GetDouble(), 44, 100);
            await InWindowAsync(page, await OpenPersonasAsync(page));
        }
    }

    [Fact]
    public async Task Nor_is_a_narrow_window_wider_for_a_tooltip_that_nobody_sees()
    {
        await SendAsync("A word", "echo");
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1);
        var chat = new Uri(Page.Url).AbsolutePath;
        await Window.TurnAsync(Look.NarrowLight);
        foreach (var path in new[] { "/", chat, "/personas", "/chats" })
        {
            await OpenAsync(Page, path, 200);
            Assert.False(await Window.OverflowsAsync());
            Assert.Empty(await Page.EvaluateAsync<string[]>(StickingOut));
        }
    }

    // What reaches out of the window and is in nothing that could be scrolled to it.
    private const string StickingOut = """
        () => [...document.querySelectorAll('body *')].filter(one => {
          const { width, right } = one.getBoundingClientRect();
          if (!one.checkVisibility() || width <= 1 || right <= 391) return false;
          for (let at = one.parentElement; at; at = at.parentElement) if (!at.matches('.stage') && getComputedStyle(at).overflowX !== 'visible') return false;
          return true;
        }).map(one => `${one.outerHTML.slice(0, 120)}: ${Math.round(one.getBoundingClientRect().right)}`)
        """;

    // Each control of the composer is what a finger meets in its middle, and none reaches into another.
    private const string Controls = """
        () => {
          const all = [...document.querySelectorAll('.composer-row :is(button, select)')].filter(one => one.checkVisibility());
          const box = one => one.getBoundingClientRect();
          const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 0 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0;
          const covered = all.filter(one => !one.contains(document.elementFromPoint(box(one).x + box(one).width / 2, box(one).y + box(one).height / 2)) || all.some(other => other !== one && over(box(one), box(other))));
          return { covered: covered.map(one => one.ariaLabel).join(', '), send: Math.min(box(document.querySelector('[data-send]')).width, box(document.querySelector('[data-send]')).height) };
        }
        """;

    private static async Task OpenAsync(IPage page, string path, int percent)
    {
        await page.GotoAsync(path);
        await page.EvaluateAsync("async percent => { document.documentElement.style.fontSize = `${percent}%`; await document.fonts.ready; }", percent);
        if (Stage.Pictures is not null) await page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, $"large-{percent}-{path.Split('/')[1]}.png") });
    }

    private static async Task<ILocator> OpenPersonasAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Persona" }).ClickAsync();
        var menu = page.Locator("#persona-menu");
        await Expect(menu.GetByRole(AriaRole.Radio)).ToHaveCountAsync(1);
        await Expect(menu.GetByRole(AriaRole.Link, new() { Name = "All personas" })).ToBeVisibleAsync();
        return menu;
    }

    private static async Task InWindowAsync(IPage page, ILocator menu)
    {
        var box = (await menu.BoundingBoxAsync())!;
        Assert.True(box is { X: >= 0, Y: >= 0 } && box.X + box.Width <= 390 && box.Y + box.Height <= 844, $"The menu is at {box.X}, {box.Y}, {box.Width} wide and {box.Height} high.");
        await menu.GetByRole(AriaRole.Link, new() { Name = "All personas" }).ScrollIntoViewIfNeededAsync();
        await Expect(menu.GetByRole(AriaRole.Link, new() { Name = "All personas" })).ToBeInViewportAsync();
        await page.Keyboard.PressAsync("Escape");
    }
}
