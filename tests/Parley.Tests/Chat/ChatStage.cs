using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Parley.Api;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Shared;
using Parley.Simulator;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Chat;

/// <summary>All modules on a real web server in this process, on either database, before one simulator. Who calls is said in a header (the identity module's own tests hold its part):
/// people with all their scopes, and an administrator for what is set up. Models are <c>chat/words</c> and <c>messages/words</c>, and <c>small-chat</c>, which is listed and says thirty words.</summary>
internal sealed class ChatStage : IAsyncDisposable
{
    private const string Upstream = "sk-upstream-7f3a9c51d2e84b60";

    private readonly TestDatabase? _database;
    private readonly bool _ownsSimulator;
    private WebApplication _app = null!;

    private ChatStage(TestDatabase? database, SimulatorServer simulator, bool ownsSimulator) => (_database, Simulator, _ownsSimulator) = (database, simulator, ownsSimulator);

    public SimulatorServer Simulator { get; }

    public Uri Address { get; private set; } = null!;

    public string Database { get; private init; } = "";

    public HttpClient Admin { get; private set; } = null!;

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<ChatStage> StartAsync(bool postgres = false, Action<IServiceCollection>? configure = null)
    {
        var database = await TestDatabase.CreateAsync(postgres);
        var stage = new ChatStage(database, await SimulatorServer.StartAsync(new() { Key = Upstream }), true) { Database = database.Options.Database };
        await stage.HostAsync(database.Options.DataFolder, configure);
        foreach (var kind in new[] { "chat", "messages" })
        {
            var baseUrl = kind == "chat" ? new Uri(stage.Simulator.BaseAddress, "/v1") : stage.Simulator.BaseAddress;
            using var added = await stage.Admin.PostAsJsonAsync("/api/v1/providers", new
            {
                name = kind, kind, baseUrl = baseUrl.ToString().TrimEnd('/'), apiKeys = new[] { Upstream }, allowPrivateNetwork = true, resilience = new { maxRetries = 0, breaker = false, probe = false },
            }, JsonSerializerOptions.Web);
            Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync());
        }

        using var listed = await stage.Admin.PostAsJsonAsync("/api/v1/providers", new
        {
            name = "small", kind = "chat", baseUrl = new Uri(stage.Simulator.BaseAddress, "/v1").ToString().TrimEnd('/'), apiKeys = new[] { Upstream }, allowPrivateNetwork = true, resilience = new { maxRetries = 0, breaker = false, probe = false },
            models = new[] { new { id = "small-chat", upstreamName = "n30" } },
        }, JsonSerializerOptions.Web);
        Assert.True(listed.IsSuccessStatusCode, await listed.Content.ReadAsStringAsync());

        return stage;
    }

    /// <summary>Another node on the same database and before the same simulator.</summary>
    public async Task<ChatStage> SecondNodeAsync()
    {
        var other = new ChatStage(null, Simulator, false) { Database = Database };
        await other.HostAsync(_database!.Options.DataFolder, null);
        return other;
    }

    public HttpClient Person(Guid person) => Client(person.ToString(), "gateway chat account");

    public static Guid NewPerson() => Guid.CreateVersion7();

    public ParleyDbContext Db() => Get<IDbContextFactory<ParleyDbContext>>().CreateDbContext();

    public async ValueTask DisposeAsync()
    {
        Admin?.Dispose();
        if (_app is not null)
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(3));
            await _app.StopAsync(soon.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _app.DisposeAsync();
        }

        if (!_ownsSimulator) return;
        await Simulator.DisposeAsync();
        _database?.Dispose();
    }

    private HttpClient Client(string person, string scopes)
    {
        var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 500, MaxResponseDrainSize = 0 }) { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Add("test-person", person);
        client.DefaultRequestHeaders.Add("test-scopes", scopes);
        return client;
    }

    private async Task HostAsync(string folder, Action<IServiceCollection>? configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Parley:DataFolder"] = folder, ["Parley:Database"] = Database, ["Parley:DetectLocal"] = "false",
        });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Modules.AddForServer(builder.Services, builder.Configuration);
        builder.Services.AddAuthentication(options =>
        {
            options.AddScheme<SaidPerson>(SaidPerson.Name, null);
            (options.DefaultScheme, options.DefaultAuthenticateScheme, options.DefaultChallengeScheme) = (SaidPerson.Name, SaidPerson.Name, SaidPerson.Name);
        });
        configure?.Invoke(builder.Services);
        _app = builder.Build();
        _app.UseProblems();
        _app.UseRouting();
        _app.UseAuthentication();
        _app.UseAuthorization();
        _app.UseWebSockets();
        _app.UseStrictRequests();
        Modules.Map(_app);
        await Get<DatabaseStart>().PrepareAsync(asServer: false, CancellationToken.None);
        await _app.StartAsync();
        Address = new Uri(Get<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Admin = Client("", "admin gateway");
    }

    /// <summary>Believes what the test says.</summary>
    private sealed class SaidPerson(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        public const string Name = "test";

        protected override Task<AuthenticateResult> HandleAuthenticateAsync()
        {
            if (Request.Headers["test-scopes"] is not [{ } scopes]) return Task.FromResult(AuthenticateResult.NoResult());
            string? person = Request.Headers["test-person"];
            var caller = new Caller(null, string.IsNullOrEmpty(person) ? null : person, "test", scopes.Split(' ').ToHashSet());
            return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new CallerIdentity(caller, new Credential(CredentialKind.Token))), Name)));
        }
    }
}
