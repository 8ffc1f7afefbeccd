using System.Diagnostics;
using System.Net;
using Parley.Tests.Infrastructure;

namespace Parley.Bench.Load;

/// <summary>Parley as an operator runs it: a key, a provider, its default logging and durable metering.</summary>
internal sealed class ParleyTarget : ITarget
{
    private readonly ParleyServer _server;

    private ParleyTarget(string name, ParleyServer server, string key, TimeSpan startTime)
    {
        (Name, _server, Key, StartTime) = (name, server, key, startTime);
        Address = new(IPAddress.Loopback, server.BaseAddress.Port);
        Meter = new(server.Process.Id);
    }

    public string Name { get; }

    public IPEndPoint Address { get; }

    public string Key { get; }

    public ProcessMeter Meter { get; }

    public TimeSpan? StartTime { get; }

    public static async Task<ParleyTarget> StartAsync(string name, LoadOptions options, IPEndPoint upstream)
    {
        var server = new ParleyServer(new()
        {
            Database = options.Database,
            Arguments = name == "parley-buffered" ? ["--Parley:Metering:Durability=Buffered"] : [],
        });
        var key = await server.CreateKeyAsync("bench");
        await server.AddProviderAsync("sim", "chat", new($"http://{upstream}/v1"), LoadCase.All.Select(c => c.Model).Distinct());
        foreach (var kind in new[] { "chat", "responses", "messages", "gemini" })
            await server.AddProviderAsync($"sim-{kind}", kind, new($"http://{upstream}{(kind is "chat" or "responses" ? "/v1" : "")}"), [$"{kind}-100=mock-ts-n100"]);
        // The second start is the one that counts: the first one makes the database.
        await server.StartAsync();
        await server.StopAsync();
        var watch = Stopwatch.StartNew();
        await server.StartAsync();
        return new(name, server, key, watch.Elapsed);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
