using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests;

/// <summary>Where a person writes: what is too much for it, and what must not be lost.</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class ComposerTests(Stage stage) : NewcomerTests(stage)
{
    [Fact]
    public async Task A_paste_that_no_message_takes_goes_along_as_a_file()
    {
        await Composer.FillAsync("Read this: ");
        await Composer.EvaluateAsync("""
            field => { const data = new DataTransfer(); data.setData('text/plain', 'long text '.repeat(40_000));
              field.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }
            """);
        await Expect(Page.Locator(".attached-name")).ToHaveTextAsync("Pasted text.txt");
        await Expect(Page.GetByText("A message takes 400,000 characters")).ToBeVisibleAsync();
        await Expect(Composer).ToHaveValueAsync("Read this: ");
        Assert.Empty(Window.Complaints);
    }

    [Theory]
    [InlineData(1440, 700), InlineData(390, 600)]
    public async Task However_much_is_written_first_Send_can_be_reached(int width, int height)
    {
        await Page.SetViewportSizeAsync(width, height);
        var send = Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true });
        await Expect(Page.Locator(".chat-welcome")).ToBeVisibleAsync();
        await Expect(send).ToBeInViewportAsync(new() { Ratio = 1 });
        await Composer.FillAsync(string.Join('\n', Enumerable.Range(0, 60)));
        await Page.Locator("input[type=file]").First.SetInputFilesAsync([File("a.txt"), File("b.txt"), File("c.txt")]);
        await Expect(Page.Locator(".attached-name")).ToHaveCountAsync(3);
        await Expect(send).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.Empty(Window.Complaints);

        static FilePayload File(string name) => new() { Name = name, MimeType = "text/plain", Buffer = [.. "some words in "u8, .. System.Text.Encoding.UTF8.GetBytes(name)] };
    }

    [Fact]
    public async Task A_session_that_ends_while_somebody_writes_loses_nothing()
    {
        await AskAsync("before");
        var path = new Uri(Page.Url).AbsolutePath;
        await Window.Context.ClearCookiesAsync();
        await Composer.FillAsync("written after the end");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        var note = Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Your session has ended." });
        var signIn = note.GetByRole(AriaRole.Button, new() { Name = "Sign in" });
        await Expect(signIn).ToBeFocusedAsync();
        // It stays, and every further attempt leads to it.
        await Composer.FocusAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(signIn).ToBeFocusedAsync();
        await Expect(Composer).ToHaveValueAsync("written after the end");
        Assert.Empty(await Window.AxeAsync());
        await signIn.ClickAsync();
        await Page.GetByLabel("Email").FillAsync(Email);
        await Page.GetByLabel("Password").FillAsync(Stage.Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Page.WaitForURLAsync($"**{path}");
        await Expect(Composer).ToHaveValueAsync("written after the end");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Expect(Page.Locator("article.msg-answer")).ToHaveCountAsync(2);
        await Expect(Composer).ToHaveValueAsync("");
    }
}
