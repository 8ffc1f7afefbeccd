using System.Collections.Frozen;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
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
using Parley.Tests.Infrastructure;
using Parley.Ui;

namespace Parley.Bench.Conversations;

/// <summary>All modules on a web server in this process, with one person in.</summary>
internal sealed class ChatHost : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private ChatHost(TemporaryFolder folder, WebApplication app)
    {
        (_folder, _app) = (folder, app);
        _client = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/api/v1/") };
    }

    public static Guid Person { get; } = Guid.CreateVersion7();

    public IDbContextFactory<ParleyDbContext> Databases => _app.Services.GetRequiredService<IDbContextFactory<ParleyDbContext>>();

    public string Kind => _app.Services.GetRequiredService<DatabaseOptions>().IsPostgres ? "PostgreSQL" : "SQLite";

    public long Bytes() => new DirectoryInfo(_folder.Path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    public static async Task<ChatHost> StartAsync(string database)
    {
        var folder = new TemporaryFolder();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Parley:DataFolder", folder.Path), new("Parley:Database", database), new("Parley:DetectLocal", "false")]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Modules.AddForServer(builder.Services, builder.Configuration);
        builder.Services.AddAuthentication(options =>
        {
            options.AddScheme<OnePerson>("bench", displayName: null);
            options.DefaultScheme = options.DefaultAuthenticateScheme = options.DefaultChallengeScheme = options.DefaultForbidScheme = "bench";
        });
        var app = builder.Build();
        app.UseProblems();
        app.UseMiddleware<SecurityHeaders>();
        app.UsePages();
        app.UseRouting();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseStrictRequests();
        Modules.Map(app);
        await app.Services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: true, CancellationToken.None);
        await app.StartAsync();
        return new ChatHost(folder, app);
    }

    public async Task<byte[]> GetAsync(string path) => await _client.GetByteArrayAsync(path);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class OnePerson(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
        : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
    {
        private static readonly CallerIdentity Identity = new(new Caller(null, Person.ToString(), "bench", new[] { Policies.Chat }.ToFrozenSet()), new Credential(CredentialKind.Token));

        protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(Identity), Scheme.Name)));
    }
}
