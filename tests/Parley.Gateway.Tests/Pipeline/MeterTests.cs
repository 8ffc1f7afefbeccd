using System.Text;
using Parley.Gateway.Dialects.OpenAiResponses;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing.Learning;
using static Parley.Gateway.Tests.Pipeline.RiggedUpstream;

namespace Parley.Gateway.Tests.Pipeline;

/// <summary>What the meter tells those behind it.</summary>
public sealed class MeterTests : IDisposable
{
    private readonly RiggedUpstream _up = new();

    public void Dispose() => _up.Dispose();

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

    [Fact]
    public async Task No_provider_is_called_for_what_could_not_be_booked()
    {
        var called = false;
        var meter = MeterWith(new Ledger { IsAway = true }, new Noted(() => called = true, _up.Last));
        await using var answer = await meter.SendAsync(Request(Provider("a")), CancellationToken.None);
        Assert.Equal((FaultKind.Unavailable, TimeSpan.FromSeconds(2), 0), (answer.Fault!.Kind, answer.Fault.RetryAfter, answer.Attempts));
        Assert.False(called);
    }

    private static async Task<GatewayFault?> ReadAsync(LlmAnswer answer)
    {
        while (await answer.MoveNextAsync(CancellationToken.None))
        {
        }

        return answer.Events.Events is [.., { Fault: { } fault }] ? fault : null;
    }

    /// <summary>Its caller reads of it in the vendor's own words, with 200; the books know better.</summary>
    [Theory]
    [InlineData(true, """{"id":"resp_1","object":"response","status":"failed","error":{"code":"server_error","message":"Vendor text"},"output":[],"usage":null}""")]
    [InlineData(false, "data: {\"type\":\"response.output_text.delta\",\"item_id\":\"i\",\"output_index\":0,\"content_index\":0,\"delta\":\"Hi\"}\n\ndata: {\"type\":\"response.failed\",\"response\":{\"id\":\"r\",\"status\":\"failed\",\"error\":{\"code\":\"server_error\",\"message\":\"Vendor text\"}}}\n\n")]
    public async Task A_failure_that_passes_in_the_vendors_words_is_booked_as_one(bool whole, string answered)
    {
        using var upstream = new ScriptedUpstream(new OpenAiResponsesDialect(), new CutStream(Encoding.UTF8.GetBytes(answered), [])) { IsWhole = whole };
        var ledger = new Ledger();
        await using var answer = await MeterWith(ledger, upstream.Last).SendAsync(upstream.Request(), CancellationToken.None);
        var fault = answer.Fault ?? await ReadAsync(answer);
        Assert.Equal((FaultKind.UpstreamFailed, true, whole), (fault!.Kind, fault.IsTold, fault.IsAnswer));
        Assert.Equal((CallOutcome.Failed, "upstream_failed", 200), (ledger.Settled!.Outcome, ledger.Settled.Error, ledger.Settled.Status));
    }

    private Meter MeterWith(Ledger ledger, ILlmClient? last = null) => new(last ?? _up.Last, ledger, new Settlements(_up, new LearnedLatencies(TimeProvider.System), TimeProvider.System),
        TestMetrics.Create());

    private sealed class Noted(Action note, ILlmClient inner) : DelegatingLlmClient(inner)
    {
        public override ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
        {
            note();
            return Inner.SendAsync(request, cancellationToken);
        }
    }

    private sealed class Ledger : IUsageLedger, ILedgerEntry
    {
        public bool IsDown { get; init; }

        public bool IsAway { get; init; }

        public ILedgerEntry Open(UsageIntent intent) => this;

        public ValueTask WhenDurableAsync(CancellationToken cancellationToken) => default;

        public UsageSettlement? Settled { get; private set; }

        public ValueTask SettleAsync(UsageSettlement settlement)
        {
            Settled = settlement;
            return IsDown ? throw new LedgerUnavailableException("away") : default;
        }
    }
}
