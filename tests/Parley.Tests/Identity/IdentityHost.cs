using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Api;
using Parley.Data;
using Parley.Gateway;
using Parley.Gateway.Http;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Identity.Accounts;
using Parley.Identity.Keys;
using Parley.Identity.Passwords;
using Parley.Shared;
using Parley.Tests.Infrastructure;
using Parley.Ui;

namespace Parley.Tests.Identity;

/// <summary>A small server with this module only: its own endpoints, one for the gateway scope and one with no stated policy.</summary>
internal sealed class IdentityHost : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly StringBuilder _logged;
    private readonly bool _ownsDatabase;

    private IdentityHost(TestDatabase database, WebApplication app, StringBuilder logged, bool ownsDatabase)
    {
        (_database, App, _logged, _ownsDatabase) = (database, app, logged, ownsDatabase);
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public WebApplication App { get; }

    public Uri Address { get; }

    public MovableTime Time => (MovableTime)App.Services.GetRequiredService<TimeProvider>();

    public KeyStore Keys => App.Services.GetRequiredService<KeyStore>();

    public DatabaseOptions Database => _database.Options;

    public string Logged
    {
        get { lock (_logged) return _logged.ToString(); }
    }

    public static async Task<IdentityHost> StartAsync(bool postgres = false, params (string Key, string Value)[] settings) =>
        await StartAsync(await TestDatabase.CreateAsync(postgres), settings);

    /// <summary>With hashes of passwords that cost what they cost in the product.</summary>
    public static async Task<IdentityHost> StartWithDearHashesAsync() => await StartAsync(await TestDatabase.CreateAsync(false), [], hashesAreDear: true);

    /// <summary>Another node on the same database, which it leaves behind.</summary>
    public Task<IdentityHost> StartNodeAsync(params (string Key, string Value)[] settings) => StartAsync(_database, settings, ownsDatabase: false);

    private static async Task<IdentityHost> StartAsync(TestDatabase database, (string Key, string Value)[] settings, bool ownsDatabase = true, bool hashesAreDear = false)
    {
        var logged = new StringBuilder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            [new("Parley:DataFolder", database.Options.DataFolder), new("Parley:Database", database.Options.Database), .. settings.Select(s => new KeyValuePair<string, string?>(s.Key, s.Value))]);
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(new Recorder(logged));
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(new MovableTime());
        // This host serves no model: what would call one is never asked.
        builder.Services.AddSingleton<Parley.Gateway.Pipeline.ILlmClient, NoModels>();
        builder.Services.AddProblems().AddUi().AddData(builder.Configuration).AddGateway().AddIdentity(builder.Configuration);
        // A hash is dear on purpose, and these tests make and check hundreds: what it costs in the product is held by PasswordTests.
        if (!hashesAreDear) builder.Services.PostConfigure<PasswordHasherOptions>(options => options.IterationCount = 1000);
        var app = builder.Build();
        app.UseProblems();
        app.UseIdentity();
        app.UseStrictRequests();
        app.MapIdentity();
        app.MapGet("/v1/who", async (HttpContext context, ICallerAccessor callers, WireErrors errors) =>
        {
            var check = await callers.CheckAsync(context);
            if (check.Refusal is { } refusal) await errors.WriteAsync(context, refusal);
            else await context.Response.WriteAsJsonAsync(new { check.Caller!.KeyId, check.Caller.UserId, check.Caller.Name, check.Caller.Scopes });
        }).AllowAnonymous();
        app.MapGet("/unstated", () => "in");
        BrowserSessionTests.MapPages(app);
        await app.StartAsync();
        return new IdentityHost(database, app, logged, ownsDatabase);
    }

    /// <summary>Makes an account, past the door.</summary>
    public async Task<User> AccountAsync(string email, AccountRole role = AccountRole.Member)
    {
        var hash = await App.Services.GetRequiredService<PasswordDesk>().HashAsync(Person.Password, CancellationToken.None);
        return (await App.Services.GetRequiredService<AccountStore>().CreateAsync(new NewAccount(email, email.Split('@')[0], role, hash) { IsAddressProved = true }, null, CancellationToken.None))!;
    }

    /// <summary>Makes an account and signs it in.</summary>
    public async Task<Person> PersonAsync(string email, AccountRole role = AccountRole.Member)
    {
        await AccountAsync(email, role);
        using var anybody = Client();
        return await Person.SignInAsync(anybody, email);
    }

    public T Service<T>() where T : notnull => App.Services.GetRequiredService<T>();

    public async Task<string> KeyAsync(params string[] scopes) =>
        (await Keys.CreateAsync(new NewKey("test", scopes, null, null), CancellationToken.None)).Secret.Reveal();

    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient { BaseAddress = Address };
        if (key is not null) client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public async Task<int> StatusAsync(string path, string? key, string header = "Authorization", string prefix = "Bearer ")
    {
        using var client = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null) request.Headers.TryAddWithoutValidation(header, prefix + key);
        using var response = await client.SendAsync(request);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        if (_ownsDatabase) _database.Dispose();
    }

    internal sealed class MovableTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }

    private sealed class Recorder(StringBuilder text) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (text) text.AppendLine(formatter(state, exception)).AppendLine(exception?.ToString());
        }

        public void Dispose()
        {
        }
    }

    private sealed class NoModels : Parley.Gateway.Pipeline.ILlmClient
    {
        public ValueTask<Parley.Gateway.Pipeline.LlmAnswer> SendAsync(Parley.Gateway.Messages.LlmRequest request, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No model is called here.");
    }
}
