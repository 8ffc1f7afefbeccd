using System.Globalization;
using AngleSharp.Html.Parser;
using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;
using Parley.Chat.Markdown;
using Parley.Tests.Chat.NothingLost;

namespace Parley.Browser.Tests;

/// <summary>
/// An answer cannot be lost, in real tabs: they are reloaded, opened and cut off, and the server is killed and started again, at random moments while an answer comes. <c>PARLEY_BROWSER_RUNS</c> sets
/// how many runs. Thousands of runs with tabs that have no screen are in Parley.Tests.
/// </summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class NothingIsLostTests(Stage stage, ITestOutputHelper output)
{
    private const string Answer = "article.msg-answer";

    [Fact]
    public async Task Whatever_happens_every_tab_shows_the_whole_answer_once()
    {
        var runs = int.TryParse(Environment.GetEnvironmentVariable("PARLEY_BROWSER_RUNS"), CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : 3;
        await stage.ServeModelsAsync();
        await using var window = await stage.OpenAsync();
        await Stage.RegisterAsync(window, $"n{Guid.NewGuid():N}@example.org", "Nothing Lost");
        var (kills, interrupted) = (0, 0);
        for (var run = 1; run <= runs; run++)
        {
            var dice = new Random(run);
            // The first of them kills, whatever the dice say.
            var (killed, broken) = await RunAsync(window, dice, run == 1 ? 1 : dice.Next(3) == 0 ? 1 : 0);
            Assert.True(broken <= killed, $"Run {run}: {broken} answers broke off in {killed} kills.");
            (kills, interrupted) = (kills + killed, interrupted + broken);
        }

        output.WriteLine($"{runs} runs in Chromium, {kills} kills, {interrupted} answers broke off and were asked for again.");
    }

    private async Task<(int Kills, int Interrupted)> RunAsync(Window window, Random dice, int kills)
    {
        var text = RandomMarkdown.Text(dice);
        var pages = new List<IPage> { window.Page };
        await window.GoAsync("/");
        await window.Page.GetByLabel("Model").SelectOptionAsync("echo-itl15");
        await window.Page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true }).FillAsync(text);
        await window.Page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Window.InChatAsync(window.Page);
        var address = window.Page.Url;
        var left = kills;
        for (var acts = dice.Next(2, 6); acts > 0 || left > 0; acts--)
        {
            await Task.Delay(dice.Next(500), TestContext.Current.CancellationToken);
            switch (left > 0 && acts <= 2 ? 3 : dice.Next(3))
            {
                case 0:
                    await LoadAsync(pages[dice.Next(pages.Count)], address);
                    break;
                case 1 when pages.Count < 3:
                    pages.Add(await window.Context.NewPageAsync());
                    await LoadAsync(pages[^1], address);
                    break;
                case 2:
                    await window.Context.SetOfflineAsync(true);
                    await Task.Delay(dice.Next(800), TestContext.Current.CancellationToken);
                    await window.Context.SetOfflineAsync(false);
                    break;
                case 3:
                    left--;
                    await stage.KillAndStartAsync(TimeSpan.FromMilliseconds(dice.Next(400)));
                    break;
            }
        }

        var interrupted = 0;
        while (true)
        {
            foreach (var page in pages) await Assertions.Expect(page.Locator($"{Answer}:not([data-status=streaming])")).ToHaveCountAsync(1, new() { Timeout = 90_000 });
            var first = pages[0].Locator(Answer);
            if (await first.GetAttributeAsync("data-status") != "interrupted") break;
            interrupted++;
            var broken = await first.GetAttributeAsync("data-id");
            foreach (var page in pages) await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Retry" })).ToBeVisibleAsync(new() { Timeout = 90_000 });
            await pages[0].GetByRole(AriaRole.Button, new() { Name = "Retry" }).ClickAsync();
            foreach (var page in pages) await Assertions.Expect(page.Locator($"{Answer}:not([data-id='{broken}'])")).ToHaveCountAsync(1, new() { Timeout = 90_000 });
        }

        var parser = new HtmlParser();
        var expected = MarkdownRenderer.RenderBlocks(text).Select(block => parser.ParseDocument($"<div>{block.Html}</div>").Body!.FirstElementChild!.InnerHtml).ToList();
        foreach (var page in pages)
        {
            await Assertions.Expect(page.Locator("#thread > article")).ToHaveCountAsync(2, new() { Timeout = 90_000 });
            await Assertions.Expect(page.Locator($"{Answer} .md-tail")).ToHaveCountAsync(0, new() { Timeout = 90_000 });
            Assert.Equal("complete", await page.Locator(Answer).GetAttributeAsync("data-status"));
            var shown = await page.EvaluateAsync<string[]>("() => [...document.querySelectorAll('article.msg-answer .md > .md-block')].map(b => b.source ?? b.innerHTML)");
            Assert.Equal(expected, shown.Select(html => parser.ParseDocument($"<div>{html}</div>").Body!.FirstElementChild!.InnerHtml));
        }

        foreach (var page in pages.Skip(1)) await page.CloseAsync();
        window.Forgive(); // a tab that is cut off says so in the console
        return (kills, interrupted);
    }

    private static async Task LoadAsync(IPage page, string address)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await page.GotoAsync(address);
                return;
            }
            catch (PlaywrightException) when (tries < 100)
            {
                await Task.Delay(100);
            }
        }
    }
}
