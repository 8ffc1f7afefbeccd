using Microsoft.Playwright;
using Parley.Browser.Tests.Infrastructure;

namespace Parley.Browser.Tests;

/// <summary>The budget of ui.md on the pages that people see first: 40 kB of script, 25 kB of styles, 12 requests, nothing that jumps. Times are Lighthouse's (tests/lighthouse).</summary>
[Collection(InTheBrowser.Name), Trait("Pace", "slow")]
public sealed class BudgetTests(Stage stage, ITestOutputHelper output)
{
    [Theory]
    [InlineData("/login", false)]
    [InlineData("/register", false)]
    [InlineData("/", true)]
    [InlineData("/settings/profile", true)]
    [InlineData("/admin/usage", true)]
    public async Task A_first_load_stays_within_its_budget(string path, bool signedIn)
    {
        await using var window = signedIn ? await stage.OpenAsAdministratorAsync() : await stage.OpenAsync();
        await AssertWithinAsync(window, path);
    }

    [Fact]
    public async Task A_chat_stays_within_it_and_nothing_jumps_while_an_answer_comes()
    {
        await stage.ServeModelsAsync();
        await using var window = await stage.OpenAsync();
        await Stage.RegisterAsync(window, $"b{Guid.NewGuid():N}@example.org", "Budget");
        await window.GoAsync("/");
        var page = window.Page;
        await page.GetByLabel("Model").SelectOptionAsync("echo-itl15");
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Message", Exact = true }).FillAsync("# A plan\n\n" + string.Join("\n\n", Enumerable.Range(1, 6).Select(i => $"Paragraph {i} with some **words** that fill a line or two of it, so that the page grows.\n\n- one\n- two")));
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
        await Window.InChatAsync(page);
        // What moves by itself, without a click or a key of the person, from here to the end of the answer.
        await page.EvaluateAsync("""
            () => {
              window.jumped = 0;
              window.jumps = [];
              new PerformanceObserver(list => {
                for (const e of list.getEntries()) {
                  if (e.hadRecentInput) continue;
                  window.jumped += e.value;
                  window.jumps.push(`${e.value.toFixed(4)} ${e.sources.map(s => `${s.node?.className ?? s.node?.nodeName} ${Math.round(s.previousRect.y)}+${Math.round(s.previousRect.height)} to ${Math.round(s.currentRect.y)}+${Math.round(s.currentRect.height)}`).join('; ')}`);
                }
              }).observe({ type: 'layout-shift', buffered: true });
            }
            """);
        await Assertions.Expect(page.Locator("article.msg-answer[data-status=complete]")).ToHaveCountAsync(1, new() { Timeout = 90_000 });
        var jumped = await page.EvaluateAsync<double>("() => window.jumped");
        output.WriteLine($"{jumped}: {string.Join('\n', await page.EvaluateAsync<string[]>("() => window.jumps"))}");
        Assert.InRange(jumped, 0, 0.02);
        await AssertWithinAsync(window, new Uri(page.Url).AbsolutePath);
    }

    private static async Task AssertWithinAsync(Window window, string path)
    {
        var answers = new List<IResponse>();
        window.Page.Response += (_, answer) =>
        {
            lock (answers) answers.Add(answer);
        };
        await window.GoAsync(path);
        await window.Page.WaitForLoadStateAsync(LoadState.Load);
        IResponse[] all;
        lock (answers) all = [.. answers.Where(a => !a.Url.Contains("/api/v1/events", StringComparison.Ordinal))];
        // What is sent in small is not what a browser takes: sizes are asked for as gzip.
        using var client = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = System.Net.DecompressionMethods.None });
        var (script, style) = (0, 0);
        foreach (var answer in all.Where(a => a.Request.ResourceType is "script" or "stylesheet"))
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, answer.Url);
            request.Headers.Add("Accept-Encoding", "gzip");
            using var compressed = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal("gzip", compressed.Content.Headers.ContentEncoding.Single());
            var size = (await compressed.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).Length;
            if (answer.Request.ResourceType == "script") script += size;
            else style += size;
        }

        Assert.InRange(script, 1, 40_000);
        Assert.InRange(style, 1, 25_000);
        Assert.InRange(all.Length, 3, 12);
    }
}
