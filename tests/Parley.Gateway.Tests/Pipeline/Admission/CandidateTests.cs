using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Pipeline.Admission;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Gateway.Tests.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Upstreams;

namespace Parley.Gateway.Tests.Pipeline.Admission;

/// <summary>A candidate whose provider is at its limit is passed over, without a call.</summary>
public sealed class CandidateTests : IDisposable
{
    private readonly Drain _drain = new(TimeProvider.System);
    private readonly Counting _upstream = new();
    private readonly LimitBook _book = new(new UserLimits(), new Clock());

    public void Dispose() => _drain.Dispose();

    [Fact]
    public async Task The_next_one_is_tried_at_once()
    {
        var candidates = new[] { Target("first", new(RequestsPerMinute: 2)), Target("second", new()) };
        for (var i = 0; i < 5; i++) Assert.Null((await AskAsync(candidates)).Fault);
        Assert.Equal(["first", "first", "second", "second", "second"], _upstream.Called);
    }

    [Fact]
    public async Task When_all_are_at_their_limit_the_caller_is_told()
    {
        var candidates = new[] { Target("one", new(RequestsPerMinute: 1)), Target("two", new(TokensPerMinute: 1)) };
        Assert.Null((await AskAsync(candidates)).Fault);
        Assert.Null((await AskAsync(candidates)).Fault);
        var refused = (await AskAsync(candidates)).Fault!;
        Assert.Equal((FaultKind.RateLimited, 429, TimeSpan.FromMinutes(1)), (refused.Kind, refused.Status, refused.RetryAfter));
        Assert.Null(refused.UpstreamStatus);
        Assert.Equal(["one", "two"], _upstream.Called);
    }

    [Fact]
    public async Task And_told_the_shortest_wait_among_them()
    {
        var candidates = new[] { Target("soon", new(RequestsPerMinute: 2)), Target("late", new(RequestsPerMinute: 1)) };
        for (var i = 0; i < 3; i++) Assert.Null((await AskAsync(candidates)).Fault);
        Assert.Equal(TimeSpan.FromSeconds(30), (await AskAsync(candidates)).Fault!.RetryAfter);
    }

    private ValueTask<LlmAnswer> AskAsync(params UpstreamTarget[] candidates)
    {
        var request = Requests.Of("""{"model":"m"}""");
        request.Route = new Route("m", [.. candidates]);
        request.Limits = _book;
        var health = new UpstreamHealthBook(TimeProvider.System);
        return new Dispatch(Choosers.Of(health), health, new UpstreamKinds([_upstream]), new NoEstimator(), _drain, TimeProvider.System)
            .SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static UpstreamTarget Target(string name, UpstreamLimits limits) => new(new UpstreamConfig { Name = name, Kind = "counting", MaxRetries = 0, Limits = limits }, "m");

    private sealed class Counting : IUpstream
    {
        public string Kind => "counting";

        public List<string> Called { get; } = [];

        public bool Offers(LlmOperation operation, WireFormat format) => true;

        public ValueTask<LlmAnswer> SendAsync(LlmRequest request, UpstreamTarget target, CancellationToken cancellationToken)
        {
            Called.Add(target.Upstream.Name);
            return new(new EstimatedCount(request, target, new NoEstimator()));
        }
    }

    private sealed class NoEstimator : ITokenEstimator
    {
        public long Count(string model, ReadOnlySpan<char> text) => text.Length;
    }
}
