using System.Text.Json;
using Microsoft.Playwright;
using Parley.Tests.Infrastructure;

namespace Parley.Browser.Tests.Infrastructure;

/// <summary>A window of the browser that remembers what a page complained about: errors of scripts, refusals of the
/// security policy, answers that failed.</summary>
internal sealed class Window : IAsyncDisposable
{
    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(Repository.Root, "src/Parley/Ui/Web/node_modules/axe-core/axe.min.js")));

    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly List<string> _complaints = [];
    private Look _look;

    private Window(IBrowserContext context, IPage page, Uri address, Look look)
    {
        (_context, Page, _address, _look) = (context, page, address, look);
        page.Console += (_, message) => Complain(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Complain(true, error);
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    /// <summary>What went wrong so far, in the page's own words.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints) return [.. _complaints];
        }
    }

    public static async Task<Window> OpenAsync(IBrowser browser, Uri address, Look look, bool withScript, string? cookies)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = address.ToString(),
            ViewportSize = new() { Width = look.Width, Height = look.Height },
            ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = withScript,
            StorageState = cookies,
            Locale = "en-GB",
        });
        context.SetDefaultTimeout(60_000);
        return new Window(context, await context.NewPageAsync(), address, look);
    }

    public async Task<IResponse> GoAsync(string path) => (await Page.GotoAsync(path))!;

    /// <summary>The page that is open, in another size and theme of the system.</summary>
    public async Task TurnAsync(Look look)
    {
        _look = look;
        await Page.SetViewportSizeAsync(look.Width, look.Height);
        await Page.EmulateMediaAsync(new() { ColorScheme = look.IsDark ? ColorScheme.Dark : ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
    }

    /// <summary>Forgets the complaints so far: a test that asks for an error page gets one.</summary>
    public void Forgive()
    {
        lock (_complaints) _complaints.Clear();
    }

    /// <summary>Leaves a picture, when pictures are wanted.</summary>
    public async Task PictureAsync(string name, bool full = true)
    {
        if (Stage.Pictures is null) return;
        await Page.EvaluateAsync("() => document.fonts.ready.then(() => true)");
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Stage.Pictures, $"{name}-{_look.Name}.png"), FullPage = full });
    }

    /// <summary>What axe finds wrong with the page as it stands; empty when nothing.</summary>
    /// <param name="ofColours">Only the rules about colours: for the same page at the same width in another theme, which differs in nothing else.</param>
    public async Task<IReadOnlyList<string>> AxeAsync(bool ofColours = false)
    {
        if (!await Page.EvaluateAsync<bool>("() => 'axe' in window")) await Page.EvaluateAsync(Axe.Value);
        var found = await Page.EvaluateAsync<JsonElement>("""
            async ofColours => (await axe.run(document, { resultTypes: ['violations'], iframes: false, runOnly: ofColours
              ? ['color-contrast', 'link-in-text-block'] : ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
              .violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')}: ${n.failureSummary.replaceAll('\n', ' ')}`))
            """, ofColours);
        return [.. found.EnumerateArray().Select(item => item.GetString()!)];
    }

    /// <summary>Holds the page as it stands to what holds for every page, in both themes: axe finds nothing, nothing sticks out, nothing complained. Leaves pictures.</summary>
    public async Task SoundAsync(string name, bool full = true)
    {
        var look = _look;
        Assert.Empty(await AxeAsync());
        await SeenAsync();
        await TurnAsync(look.InOtherTheme);
        Assert.Empty(await AxeAsync(ofColours: true));
        await SeenAsync();
        await TurnAsync(look);
        Assert.Empty(Complaints);

        async Task SeenAsync()
        {
            if (await OverflowsAsync()) Assert.Fail($"{name} is wider than its window ({_look}): {await StickingOutAsync()}");
            await PictureAsync(name, full);
        }
    }

    /// <summary>Says yes to what the page asks before something that cannot be undone, by the button that repeats what it does.</summary>
    public Task AgreeAsync(string label) => Page.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = label, Exact = true }).ClickAsync();

    /// <summary>Waits until what was sent has led into its conversation; when it does not, tells what the page shows instead.</summary>
    public static async Task InChatAsync(IPage page)
    {
        try
        {
            await page.WaitForURLAsync("**/c/*");
        }
        catch (TimeoutException problem)
        {
            var shown = await page.EvaluateAsync<string>("""
                () => JSON.stringify({ at: location.href, state: document.readyState, said: [...document.querySelectorAll('#toasts > *')].map(toast => toast.textContent),
                  form: { ...document.querySelector('[data-composer]')?.dataset }, text: document.querySelector('[data-composer]')?.elements.Message.value })
                """);
            throw new TimeoutException($"No conversation was opened. The page: {shown}", problem);
        }
    }

    /// <summary>Whether something sticks out to the right.</summary>
    public async Task<bool> OverflowsAsync() => await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth > document.documentElement.clientWidth");

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private Task<string> StickingOutAsync() => Page.EvaluateAsync<string>("""
        () => [...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 4).map(one => one.outerHTML.slice(0, 120)).join('\n')
        """);

    private void Complain(bool isOne, string text)
    {
        if (!isOne) return;
        lock (_complaints) _complaints.Add(text);
    }
}
