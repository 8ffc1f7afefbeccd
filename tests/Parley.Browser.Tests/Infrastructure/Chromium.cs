using Microsoft.Playwright;

namespace Parley.Browser.Tests.Infrastructure;

/// <summary>Debian's Chromium, one process for all tests; each test looks through a context of its own.</summary>
public sealed class Chromium : IAsyncLifetime
{
    // The one that has no windows to draw needs little more than half of the other's time for the same pages.
    private static readonly string[] Places = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
    ];

    private IPlaywright? _playwright;

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("PARLEY_CHROMIUM") ?? Array.Find(Places, File.Exists)
            ?? throw new InvalidOperationException("The browser tests need Chromium (Debian: apt-get install chromium-headless-shell, or chromium), or PARLEY_CHROMIUM with the path of one.");
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Headless = true, Args = Flags, Timeout = 120_000 });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
