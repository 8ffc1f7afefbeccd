using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Routing;
using static Parley.Gateway.Tests.Pipeline.RiggedUpstream;

namespace Parley.Gateway.Tests.Pipeline;

/// <summary>A second call beside one whose first token is late.</summary>
public sealed class HedgeTests : IDisposable
{
    private readonly RiggedUpstream _up = new();
    private readonly Hedge _hedge;
    private readonly UpstreamConfig[] _two = [Provider("a"), Provider("b")];

    public HedgeTests() => _hedge = new(_up.Last, _up.Chooser, _up.Book, TimeProvider.System);

    [Fact]
    public async Task The_first_that_speaks_is_taken_and_the_other_ended()
    {
        _up.Rig = target => (null, target.Upstream.Name == "a" ? 30_000 : 0);
        var since = TimeProvider.System.GetTimestamp();
        var answer = await AskAsync(objective: 100);
        Assert.Equal(("b", 2), (answer.Target!.Upstream.Name, answer.Attempts));
        Assert.InRange(TimeProvider.System.GetElapsedTime(since).TotalMilliseconds, 45, 3000);
        Assert.True(await answer.MoveNextAsync(CancellationToken.None));
        await answer.DisposeAsync(); // waits until the other one has ended
        Assert.Equal((0, 0), (_up.Book.View(_two[0]).InFlight, _up.Book.View(_two[1]).InFlight));
        Assert.Equal(0, _up.Book.View(_two[0]).FailureRate ?? 0); // it is nobody's fault
    }

    [Fact]
    public async Task Who_speaks_in_time_is_alone()
    {
        await using var answer = await AskAsync(objective: 2000);
        Assert.Equal(("a", 1), (answer.Target!.Upstream.Name, answer.Attempts));
        Assert.Equal(["a"], _up.Calls);
    }

    [Fact]
    public async Task The_first_wins_when_the_second_fails()
    {
        _up.Rig = target => target.Upstream.Name == "a" ? (null, 300) : (Status(500), 0);
        await using var answer = await AskAsync(objective: 100);
        Assert.Equal(("a", 2), (answer.Target!.Upstream.Name, answer.Attempts));
    }

    [Fact]
    public async Task When_both_fail_the_first_says_why()
    {
        _up.Rig = target => target.Upstream.Name == "a" ? (Status(422), 200) : (Status(500), 0);
        await using var answer = await AskAsync(objective: 100);
        Assert.Equal(422, answer.Fault!.UpstreamStatus);
    }

    [Fact]
    public async Task Nobody_races_without_an_objective_or_a_second_provider()
    {
        _up.Rig = _ => (null, 120);
        await (await _hedge.SendAsync(Request(_two), CancellationToken.None)).DisposeAsync();
        await (await AskAsync(objective: 50, Provider("alone"))).DisposeAsync();
        Assert.Equal(["a", "alone"], _up.Calls);
    }

    /// <summary>Who failed already is not called once more, and the record says why it was made.</summary>
    [Fact]
    public async Task The_second_call_goes_to_those_behind_the_one_that_is_late()
    {
        _up.Rig = target => target.Upstream.Name switch { "a" => (Status(500), 0), "b" => (null, 2_000), _ => (null, 0) };
        await using var answer = await AskAsync(objective: 200, Provider("a"), Provider("b"), Provider("c"));
        Assert.Equal("c", answer.Target!.Upstream.Name);
        Assert.Equal(["a", "b", "c"], _up.Calls);
    }

    [Fact]
    public async Task Second_calls_are_a_small_share()
    {
        _up.Rig = target => (null, target.Upstream.Name == "a" ? 15 : 0);
        for (var i = 0; i < 100; i++) await (await AskAsync(objective: 2)).DisposeAsync();
        Assert.InRange(_up.Calls.Count(c => c == "b"), 4, 7); // 5 of 100, and the reserve of 2
    }

    [Fact]
    public async Task A_caller_that_leaves_ends_both()
    {
        _up.Rig = _ => (null, 30_000);
        using var leaving = new CancellationTokenSource(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await AskAsync(objective: 50, leaving.Token));
        Assert.Equal(2, _up.Calls.Count);
        Assert.Equal((0, 0), (_up.Book.View(_two[0]).InFlight, _up.Book.View(_two[1]).InFlight));
    }

    public void Dispose() => _up.Dispose();

    private ValueTask<LlmAnswer> AskAsync(int objective, params UpstreamConfig[] providers) => AskAsync(objective, CancellationToken.None, providers);

    private ValueTask<LlmAnswer> AskAsync(int objective, CancellationToken cancellationToken, params UpstreamConfig[] providers)
    {
        var request = Request(providers.Length > 0 ? providers : _two);
        request.Plan = new RoutePlan(request.Route!.Candidates) { FirstTokenObjective = TimeSpan.FromMilliseconds(objective), HedgeShare = 0.05 };
        return _hedge.SendAsync(request, cancellationToken);
    }
}
