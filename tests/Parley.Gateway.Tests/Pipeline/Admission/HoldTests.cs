using System.Reflection;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Pipeline.Admission;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Pipeline.Admission;

/// <summary>A place among the requests at the same time is held until the answer's last step, or until it is disposed of, and given back once.</summary>
public sealed class HoldTests
{
    private static readonly GatewayFault Broken = new(FaultKind.UpstreamFailed, "broken");

    private readonly LimitBook _book = new(new UserLimits(), new Clock());

    [Fact]
    public async Task Until_the_answer_is_disposed_of_once()
    {
        var one = await AskAsync(new Answering());
        Assert.Null(one.Fault);
        var refused = await AskAsync(new Answering());
        Assert.Equal((FaultKind.RateLimited, TimeSpan.FromSeconds(1)), (refused.Fault!.Kind, refused.Fault.RetryAfter));
        await refused.DisposeAsync();
        Assert.Equal(FaultKind.RateLimited, (await AskAsync(new Answering())).Fault?.Kind);
        await one.DisposeAsync();
        await one.DisposeAsync();
        var two = await AskAsync(new Answering());
        Assert.Null(two.Fault);
        Assert.Equal(FaultKind.RateLimited, (await AskAsync(new Answering())).Fault?.Kind);
        await two.DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_throws_holds_nothing()
    {
        for (var i = 0; i < 3; i++)
        {
            await Assert.ThrowsAsync<OperationCanceledException>(async () => await AskAsync(new Throwing(new OperationCanceledException())));
            await Assert.ThrowsAsync<GatewayFaultException>(async () => await AskAsync(new Throwing(new GatewayFaultException(Broken))));
        }

        await (await AskAsync(new Answering())).DisposeAsync();
    }

    [Fact]
    public async Task A_call_that_failed_or_came_whole_holds_nothing_any_more()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Same(Broken, (await AskAsync(new Answering { Fault = Broken })).Fault);
            Assert.Null((await AskAsync(new Answering { Whole = true })).Fault);
        }
    }

    [Theory]
    [InlineData(LlmEventKind.Completed)]
    [InlineData(LlmEventKind.Failed)]
    public async Task Its_last_step_ends_a_stream(LlmEventKind last)
    {
        for (var i = 0; i < 3; i++)
        {
            var stream = new Answering();
            await using var answer = await AskAsync(stream);
            stream.Events.Add(new LlmEvent { Kind = LlmEventKind.Delta });
            await answer.MoveNextAsync(TestContext.Current.CancellationToken);
            Assert.Equal(FaultKind.RateLimited, (await AskAsync(new Answering())).Fault?.Kind);
            stream.Events.Clear();
            stream.Events.Add(new LlmEvent { Kind = last });
            await answer.MoveNextAsync(TestContext.Current.CancellationToken);
            await (await AskAsync(new Answering())).DisposeAsync();
        }
    }

    [Fact]
    public async Task An_answer_that_breaks_as_it_is_disposed_of_holds_nothing()
    {
        var answer = await AskAsync(new Answering { BreaksAtItsEnd = true });
        await Assert.ThrowsAsync<IOException>(async () => await answer.DisposeAsync());
        await (await AskAsync(new Answering())).DisposeAsync();
    }

    [Fact]
    public async Task Tokens_that_no_settlement_spoke_of_are_given_back()
    {
        var limits = new CallerLimits(TokensPerMinute: 50);
        for (var i = 0; i < 5; i++) await (await AskAsync(new Answering(), limits, """{"model":"m","max_tokens":40}""")).DisposeAsync();
    }

    /// <summary>A wrapper that leaves out a member hides what the wrapped one says.</summary>
    [Fact]
    public void The_wrapper_hands_on_all_that_an_answer_can_say()
    {
        var open = typeof(LlmAnswer).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(m => m is { IsVirtual: true, IsFinal: false } && m.DeclaringType == typeof(LlmAnswer)).Select(m => m.Name);
        var handed = typeof(DelegatingAnswer).GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Select(m => m.Name);
        Assert.Empty(open.Except(handed));
    }

    private async ValueTask<LlmAnswer> AskAsync(ILlmClient behind, CallerLimits? limits = null, string body = """{"model":"m"}""")
    {
        var plain = Requests.Of(body);
        var request = new LlmRequest
        {
            Id = plain.Id, At = plain.At, Started = plain.Started, Format = plain.Format, Operation = plain.Operation, Body = plain.Body, Envelope = plain.Envelope,
            Caller = plain.Caller with { Limits = limits ?? new CallerLimits(Concurrency: 1) },
        };
        return await new Admit(behind, new OneRoute(), _book).SendAsync(request, TestContext.Current.CancellationToken);
    }

    private sealed class OneRoute : IRouteSource
    {
        private static readonly UpstreamConfig Upstream = new() { Name = "up", Kind = "chat" };

        public RouteSnapshot Current { get; } = new([Upstream], [new Route("m", [new UpstreamTarget(Upstream, "m")])]);

        public ValueTask RefreshAsync(CancellationToken cancellationToken) => default;
    }

    private sealed class Throwing(Exception problem) : ILlmClient
    {
        public async ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            throw problem;
        }
    }

    private sealed class Answering : LlmAnswer, ILlmClient
    {
        public new GatewayFault? Fault { get; init; }

        public bool BreaksAtItsEnd { get; init; }

        public bool Whole { get; init; }

        public override bool IsWhole => Whole;

        public override EventBatch Events { get; } = new();

        public override ReadOnlyMemory<byte> Raw => default;

        public async ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
        {
            await Task.Yield();
            return Fault is { } fault ? new FailedAnswer(fault) : this;
        }

        public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken) => new(true);

        public override ValueTask DisposeAsync() => BreaksAtItsEnd ? throw new IOException("broken") : default;
    }
}
