using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Parley.Browser.Tests.Infrastructure;

/// <summary>Tests of somebody who just made an account and has a new chat before them. Simulated models answer.</summary>
public abstract class NewcomerTests(Stage stage) : IAsyncLifetime
{
    private protected Stage Stage { get; } = stage;

    private protected string Email { get; } = $"p{Guid.NewGuid():N}@example.org";

    private protected Window Window { get; private set; } = null!;

    private protected IPage Page => Window.Page;

    private protected ILocator Composer => Page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true });

    public async ValueTask InitializeAsync()
    {
        await Stage.ServeModelsAsync();
        Window = await Stage.OpenAsync();
        await Stage.RegisterAsync(Window, Email, "Grace Hopper");
        await Window.GoAsync("/");
    }

    public async ValueTask DisposeAsync()
    {
        await Window.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Sends to a model, or to the one that is chosen, and waits until that led into a conversation.</summary>
    private protected async Task SendAsync(string text, string? model)
    {
        if (model is not null) await Page.GetByLabel("Model", new() { Exact = true }).SelectOptionAsync(model);
        await Composer.FillAsync(text);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Window.InChatAsync(Page);
    }

    /// <summary>Begins a conversation, and waits for the whole answer.</summary>
    private protected async Task AskAsync(string text, string? model = "echo")
    {
        await SendAsync(text, model);
        await Expect(Page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1, new() { Timeout = 60_000 });
    }
}
