using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>What a person finds who reads: the way to the end, what other conversations do meanwhile, and text in windows of any size.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class ReadingTests(Stage stage) : IAsyncLifetime
{
    private Window _window = null!;

    private IPage Page => _window.Page;

    private ILocator Jump => Page.GetByRole(AriaRole.Button, new() { Name = "Jump to the end" });

    public async ValueTask InitializeAsync()
    {
        await stage.ServeModelsAsync();
        _window = await stage.OpenAsync();
        await Stage.RegisterAsync(_window, $"r{Guid.NewGuid():N}@example.org", "Grace Hopper");
        await _window.GoAsync("/");
    }

    public async ValueTask DisposeAsync() => await _window.DisposeAsync();

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
            await _window.TurnAsync(look);
            await Page.EvaluateAsync("() => scrollTo(0, 200)");
            await _window.PictureAsync("jump-coming", full: false);
            Assert.False(await _window.OverflowsAsync());
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
        Assert.Empty(await _window.AxeAsync());
        // Smoothly, where nobody asked for less motion.
        await Jump.ClickAsync();
        await Expect(Jump).ToBeHiddenAsync();
        Assert.Empty(_window.Complaints);

        Task<string> DotAsync(string what) => Jump.EvaluateAsync<string>("(button, what) => getComputedStyle(button, '::before')[what]", what);
    }

    private async Task SendAsync(string text, string model)
    {
        await Page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync(model);
        await Page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true }).FillAsync(text);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Window.InChatAsync(Page);
    }
}
