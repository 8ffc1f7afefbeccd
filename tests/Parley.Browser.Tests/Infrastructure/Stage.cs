using Parley.Tests.Infrastructure;

namespace Parley.Browser.Tests.Infrastructure;

/// <summary>One real server and one real browser for all tests of this assembly.</summary>
public sealed class Stage : IAsyncLifetime
{
    private readonly Chromium _chromium = new();
    private ParleyServer? _server;

    public Uri Address => _server!.BaseAddress;

    /// <summary>Where pictures of pages are left for people to look at.</summary>
    public static string Pictures { get; } = Environment.GetEnvironmentVariable("PARLEY_PICTURES") ?? Path.Combine(AppContext.BaseDirectory, "pictures");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Pictures);
        await _chromium.InitializeAsync();
        _server = await ParleyServer.StartAsync(new() { Environment = new Dictionary<string, string> { ["DOTNET_ENVIRONMENT"] = "Development" } });
    }

    /// <summary>A window of its own: nobody is signed in in it.</summary>
    internal Task<Window> OpenAsync(Look? look = null, bool withScript = true) => Window.OpenAsync(_chromium.Browser, Address, look ?? Look.WideLight, withScript);

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }
}
