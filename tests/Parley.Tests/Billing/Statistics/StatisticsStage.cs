using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Parley.Api;
using Parley.Billing;
using Parley.Billing.Statistics;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Providers;
using Parley.Shared;
using Parley.Tests.Infrastructure;
using Parley.Ui;

namespace Parley.Tests.Billing.Statistics;

/// <summary>The ledger and its statistics on a real web server and database, with the routes that a test says.</summary>
internal sealed class StatisticsStage : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly WebApplication _app;
    private readonly HttpClient _client;

    private StatisticsStage(TestDatabase database, WebApplication app) =>
        (_database, _app, _client) = (database, app, new HttpClient { BaseAddress = new Uri(app.Urls.First() + "/api/v1/") });

    public TestDatabase Database => _database;

    public static async Task<StatisticsStage> StartAsync(bool postgres, RouteSnapshot? routes = null)
    {
        var database = await TestDatabase.CreateAsync(postgres);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(
            [new("Parley:DataFolder", database.Options.DataFolder), new("Parley:Database", database.Options.Database), new("Parley:DetectLocal", "false")]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddProblems().AddUi().AddData(builder.Configuration).AddProviders(builder.Configuration).AddBilling(builder.Configuration);
        builder.Services.Replace(ServiceDescriptor.Singleton<IRouteSource>(new Routes(routes ?? RouteSnapshot.Empty)));
        builder.Services.AddAuthentication("header").AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policies.Admin, policy => policy.RequireAuthenticatedUser()).AddPolicy(Policies.GatewayOrAdmin, policy => policy.RequireAssertion(_ => true));
        var app = builder.Build();
        app.UseProblems();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseStrictRequests();
        app.MapBilling();
        await app.StartAsync();
        return new StatisticsStage(database, app);
    }

    public static UpstreamConfig Upstream(string name) => new() { Name = name, Kind = "chat" };

    public Task<int> RollUpAsync() => _app.Services.GetRequiredService<RollupJob>().RollAsync(default);

    public async Task SettleAsync(string id, Func<UsageIntent, UsageIntent> intent, Func<UsageSettlement, UsageSettlement> settlement) =>
        await _app.Services.GetRequiredService<IUsageLedger>().Open(intent(LedgerRig.Intent(id))).SettleAsync(settlement(LedgerRig.Settlement()));

    public async Task<JsonElement> GetAsync(string path)
    {
        var (status, body) = await AskAsync(path);
        Assert.True(status == HttpStatusCode.OK, body.ToString());
        return body;
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(string path, bool admin = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (admin) request.Headers.Add("x-test-admin", "yes");
        using var answer = await _client.SendAsync(request);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        _database.Dispose();
    }

    private sealed class Routes(RouteSnapshot snapshot) : IRouteSource
    {
        public RouteSnapshot Current => snapshot;

        public ValueTask RefreshAsync(CancellationToken cancellationToken) => default;
    }
}
