using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Parley.Simulator.Recording;
using Parley.Simulator.Scripting;

namespace Parley.Simulator;

/// <summary>A running simulator on the loopback: <c>await using var simulator = await SimulatorServer.StartAsync();</c></summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SimulatorState _state;

    private SimulatorServer(WebApplication app, SimulatorState state)
    {
        _app = app;
        _state = state;
        BaseAddress = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary><c>http://127.0.0.1:port</c>; the base URL of messages and gemini upstreams, and with <c>/v1</c> of chat and responses upstreams.</summary>
    public Uri BaseAddress { get; }

    public Stats Stats => _state.Counters.Read();

    /// <summary>The last POST as it arrived; null before the first.</summary>
    public RequestRecord? LastRequest => _state.Log.Last;

    /// <summary>Recent POSTs, oldest first.</summary>
    public IReadOnlyList<RequestRecord> Requests => _state.Log.Recent();

    public static async Task<SimulatorServer> StartAsync(SimulatorOptions? options = null, CancellationToken cancellationToken = default)
    {
        var state = new SimulatorState(options ?? new());
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => Configure(kestrel, state));
        // A flush is a write to the socket at once, not a note to a queue: otherwise chunks that should travel alone
        // are sent together under load, and the times written into them are older than their departure.
        builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        var app = builder.Build();
        app.Run(new Door(state).HandleAsync);
        await app.StartAsync(cancellationToken);
        return new(app, state);
    }

    /// <summary>Registers a canned answer.</summary>
    public void Script(ScriptedAnswer answer) => _state.Scripts.Add(answer);

    /// <summary>Forgets requests, scripts and figures.</summary>
    public void Reset() => _state.Reset();

    public Task WaitForShutdownAsync() => _app.WaitForShutdownAsync();

    public async ValueTask DisposeAsync()
    {
        // Hanging answers would hold a polite stop back.
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        try
        {
            await _app.StopAsync(soon.Token);
        }
        catch (OperationCanceledException)
        {
            // Connections that were still open have been aborted: that is what a stopped vendor looks like.
        }

        await _app.DisposeAsync();
    }

    private static void Configure(KestrelServerOptions kestrel, SimulatorState state)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = null;
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(IPAddress.Loopback, state.Options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(next => connection =>
            {
                state.Counters.Connection();
                return next(connection);
            });
        });
    }
}
