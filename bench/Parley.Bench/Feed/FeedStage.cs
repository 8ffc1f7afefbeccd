using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Bench.Load;
using Parley.Data;
using Parley.Identity.Accounts;
using Parley.Identity.Keys;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Bench.Feed;

/// <summary>The real server as an operator runs it, with people who have keys, before a simulator.</summary>
internal sealed class FeedStage : IAsyncDisposable
{
    private readonly SocketsHttpHandler _connections = new() { MaxConnectionsPerServer = 20_000 };
    private readonly ParleyServer _server;
    private ChildProcess _simulator = null!;

    private FeedStage(string database) => _server = new(new() { Database = database });

    public IReadOnlyList<string> Keys { get; private set; } = [];

    public ProcessMeter Meter => new(_server.Process.Id);

    public HttpClient Client { get; private set; } = null!;

    /// <summary>Starts it with <paramref name="people"/> people and models by these names of the simulator's.</summary>
    public static async Task<FeedStage> StartAsync(int people, string database, params string[] models)
    {
        var stage = new FeedStage(database) { _simulator = await ChildProcess.SimulatorAsync() };
        // The first start makes the database, the second one is what operators have.
        await stage._server.StartAsync();
        await stage._server.StopAsync();
        stage.Keys = await PeopleAsync(people, stage._server.DataFolder, database);
        await stage._server.AddProviderAsync("sim", "chat", new($"http://{stage._simulator.Address}/v1"), models);
        await stage._server.StartAsync();
        stage.Client = new HttpClient(stage._connections) { BaseAddress = stage._server.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };
        return stage;
    }

    public static HttpRequestMessage Request(HttpMethod method, string path, string key)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return request;
    }

    public async ValueTask DisposeAsync()
    {
        Client?.Dispose();
        await _server.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    /// <summary>Accounts and a key each, past the door: two thousand passwords would take minutes to hash.</summary>
    private static async Task<List<string>> PeopleAsync(int people, string folder, string database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Parley:DataFolder", folder), new("Parley:Database", database), new("Parley:DetectLocal", "false")]);
        builder.Logging.ClearProviders();
        Modules.AddForServer(builder.Services, builder.Configuration);
        await using var app = builder.Build();
        await app.Services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: false, CancellationToken.None);
        var (accounts, keys) = (app.Services.GetRequiredService<AccountStore>(), app.Services.GetRequiredService<KeyStore>());
        List<string> made = [];
        for (var i = 0; i < people; i++)
        {
            var user = await accounts.CreateAsync(new NewAccount($"p{i}@example.org", $"Person {i}", i == 0 ? AccountRole.Admin : AccountRole.Member, null), null, CancellationToken.None)
                ?? throw new InvalidOperationException("An account was refused.");
            var (_, secret) = await keys.CreateAsync(new NewKey("bench", [Policies.Gateway, Policies.Chat], null, null) { UserId = user.Id }, CancellationToken.None);
            made.Add(secret.Reveal());
        }

        return made;
    }
}
