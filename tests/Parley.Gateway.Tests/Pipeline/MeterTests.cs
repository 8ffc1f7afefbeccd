using Microsoft.Extensions.DependencyInjection;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing.Learning;
using Parley.Gateway.Telemetry;
using IMeterFactory = System.Diagnostics.Metrics.IMeterFactory;
using static Parley.Gateway.Tests.Pipeline.RiggedUpstream;

namespace Parley.Gateway.Tests.Pipeline;

/// <summary>What the meter tells those behind it.</summary>
public sealed class MeterTests : IDisposable
{
    private readonly RiggedUpstream _up = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose()
    {
        _up.Dispose();
        _services.Dispose();
    }

    [Fact]
    public async Task A_stream_that_is_settled_holds_no_place_at_its_provider_though_its_client_still_has_it()
    {
        var provider = Provider("a");
        await using var answer = await MeterWith(new Ledger()).SendAsync(Request(provider), CancellationToken.None);
        Assert.Equal(1, _up.Book.View(provider).InFlight);
        await ReadAsync(answer);
        Assert.Equal(0, _up.Book.View(provider).InFlight);
    }

    /// <summary>It is Parley's database that is away: the provider answered each of them well.</summary>
    [Fact]
    public async Task An_outage_of_the_ledger_is_no_fault_of_the_provider()
    {
        var provider = Provider("a");
        var meter = MeterWith(new Ledger { IsDown = true });
        for (var i = 0; i < 15; i++)
        {
            await using var answer = await meter.SendAsync(Request(provider), CancellationToken.None);
            var fault = await ReadAsync(answer);
            Assert.Equal((FaultKind.Unavailable, false), (fault!.Kind, fault.IsRetryable));
        }

        Assert.Equal(("closed", 0d), (_up.Book.View(provider).Breaker, _up.Book.View(provider).FailureRate ?? 0));
    }

    private static async Task<GatewayFault?> ReadAsync(LlmAnswer answer)
    {
        while (await answer.MoveNextAsync(CancellationToken.None))
        {
        }

        return answer.Events.Events is [.., { Fault: { } fault }] ? fault : null;
    }

    private Meter MeterWith(Ledger ledger) => new(_up.Last, ledger, new Settlements(_up, new LearnedLatencies(TimeProvider.System), TimeProvider.System),
        new GatewayMetrics(_services.GetRequiredService<IMeterFactory>(), TimeProvider.System));

    private sealed class Ledger : IUsageLedger, ILedgerEntry
    {
        public bool IsDown { get; init; }

        public ILedgerEntry Open(UsageIntent intent) => this;

        public ValueTask WhenDurableAsync(CancellationToken cancellationToken) => default;

        public ValueTask SettleAsync(UsageSettlement settlement) => IsDown ? throw new LedgerUnavailableException("away") : default;
    }
}
