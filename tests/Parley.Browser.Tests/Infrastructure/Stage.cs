using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Parley.Simulator;
using Parley.Tests.Infrastructure;

namespace Parley.Browser.Tests.Infrastructure;

/// <summary>One real server and one real browser for all tests of this assembly. The first account, the administrator's, was made
/// by the printed link, as a person makes it.</summary>
public sealed partial class Stage : IAsyncLifetime
{
    public const string Administrator = "ada@example.org";
    public const string Password = "a long sentence is good";

    private readonly Chromium _chromium = new();
    private ParleyServer? _server;
    private string? _administrator;
    private SimulatorServer? _simulator;

    public Uri Address => _server!.BaseAddress;

    /// <summary>Where pictures of pages are left, when somebody wants to look at them: they take a tenth of the time.</summary>
    public static string? Pictures { get; } = Environment.GetEnvironmentVariable("PARLEY_PICTURES") is { Length: > 0 } folder ? folder : null;

    public async ValueTask InitializeAsync()
    {
        if (Pictures is not null) Directory.CreateDirectory(Pictures);
        await _chromium.InitializeAsync();
        _server = await ParleyServer.StartAsync(new() { Environment = new Dictionary<string, string> { ["DOTNET_ENVIRONMENT"] = "Development", ["Parley__Identity__SignUp"] = "open" } });
        await using var window = await OpenAsync();
        await window.GoAsync(await SetupLinkAsync());
        foreach (var look in Pictures is null ? [] : Look.All)
        {
            await using var other = await OpenAsync(look);
            await other.GoAsync(await SetupLinkAsync());
            await other.PictureAsync("setup");
        }

        await FillAndCreateAsync(window.Page, Administrator, "Ada Lovelace");
        _administrator = await window.Context.StorageStateAsync();
    }

    /// <summary>A window of its own: nobody is signed in in it.</summary>
    internal Task<Window> OpenAsync(Look? look = null, bool withScript = true) => Window.OpenAsync(_chromium.Browser, Address, look ?? Look.WideLight, withScript, cookies: null);

    /// <summary>A window that knows the server by a name: passkeys belong to names, never to numbers.</summary>
    internal Task<Window> OpenByNameAsync() => Window.OpenAsync(_chromium.Browser, new UriBuilder(Address) { Host = "localhost" }.Uri, Look.WideLight, withScript: true, cookies: null);

    /// <summary>A window of its own, in which the administrator is signed in.</summary>
    internal Task<Window> OpenAsAdministratorAsync(Look? look = null) => Window.OpenAsync(_chromium.Browser, Address, look ?? Look.WideLight, withScript: true, _administrator);

    /// <summary>A window of its own, in which the person of these cookies is signed in.</summary>
    internal Task<Window> OpenWithAsync(string cookies, Look look, bool withScript = true) => Window.OpenAsync(_chromium.Browser, Address, look, withScript, cookies);

    /// <summary>Connects a simulated provider, once; its models do what their names say.</summary>
    internal async Task ServeModelsAsync()
    {
        if (_simulator is not null) return;
        _simulator = await SimulatorServer.StartAsync();
        await using var window = await OpenAsAdministratorAsync();
        await window.GoAsync("/");
        var status = await window.Page.EvaluateAsync<int>("""
            async address => (await fetch('/api/v1/providers', { method: 'POST', headers: { 'Content-Type': 'application/json', RequestVerificationToken: document.querySelector('meta[name="parley-form"]').content },
              body: JSON.stringify({ name: 'sim', kind: 'chat', baseUrl: address, apiKeys: ['any'], allowPrivateNetwork: true, models: ['echo', 'echo-itl15', 'n100-itl20', 'n2000-itl20', 'devstral-2512'].map(id => ({ id, upstreamName: id })) }) })).status
            """, new Uri(_simulator.BaseAddress, "/v1").ToString());
        if (status is not (200 or 201)) throw new InvalidOperationException($"The provider was answered with {status}.");
    }

    /// <summary>kill -9, and a start some time later, on the same folder and port.</summary>
    internal async Task KillAndStartAsync(TimeSpan away)
    {
        await _server!.KillAsync();
        await Task.Delay(away);
        await _server.StartAsync();
    }

    /// <summary>Makes an account for this window, which is signed in afterwards. By the form's requests, for pages that nobody looks at take a seventh of the tests' time.</summary>
    internal static async Task RegisterAsync(Window window, string email, string name)
    {
        var requests = window.Context.APIRequest;
        var page = await (await requests.GetAsync("/register")).TextAsync();
        var token = FormToken().Match(page);
        var form = requests.CreateFormData().Set(token.Groups["name"].Value, token.Groups["value"].Value).Set("displayName", name).Set("email", email).Set("password", Password);
        var answer = await requests.PostAsync("/register", new() { Form = form, MaxRedirects = 0 });
        if (answer.Status != 303) throw new InvalidOperationException($"The account was answered with {answer.Status}: {await answer.TextAsync()}");
    }

    /// <summary>The same as a person does it.</summary>
    internal static async Task RegisterByHandAsync(Window window, string email, string name)
    {
        await window.GoAsync("/register");
        await FillAndCreateAsync(window.Page, email, name);
    }

    /// <summary>Lets it be so long ago that somebody proved who they are, wherever they are signed in: after ten minutes dangerous things ask again.</summary>
    internal async Task ProvedAsync(string email, TimeSpan ago)
    {
        await using var connection = new SqliteConnection($"Data Source={Path.Combine(_server!.DataFolder, "parley.db")}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "UPDATE sessions SET authenticated_at = $at WHERE user_id = (SELECT id FROM users WHERE email = $email)";
        command.Parameters.AddWithValue("$at", (TimeProvider.System.GetUtcNow() - ago).UtcTicks);
        command.Parameters.AddWithValue("$email", email);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
        if (_simulator is not null) await _simulator.DisposeAsync();
    }

    private static async Task FillAndCreateAsync(IPage page, string email, string name)
    {
        await page.GetByLabel("Display name").FillAsync(name);
        await page.GetByLabel("Email").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create account", Exact = true }).ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/register", StringComparison.Ordinal) && !url.Contains("/setup", StringComparison.Ordinal));
    }

    private async Task<string> SetupLinkAsync()
    {
        for (var patience = System.Diagnostics.Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(60); await Task.Delay(50))
            if (SetupLink().Match(_server!.Process.Output) is { Success: true } link) return link.Value;
        throw new TimeoutException($"The server printed no setup link:\n{_server!.Process.Output}");
    }

    [GeneratedRegex("""<form[^>]*action="/register">\s*<input type="hidden" name="(?<name>[^"]+)" value="(?<value>[^"]+)" />""")]
    private static partial Regex FormToken();

    [GeneratedRegex(@"/setup\?token=\w+")]
    private static partial Regex SetupLink();
}
