using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using static Parley.Gateway.Tests.Pipeline.RiggedUpstream;

namespace Parley.Gateway.Tests.Pipeline;

/// <summary>Who is called, in which order, and how often.</summary>
public sealed class DispatchTests : IDisposable
{
    private readonly RiggedUpstream _up = new();

    [Theory, InlineData(429), InlineData(500), InlineData(503), InlineData(529), InlineData(401), InlineData(403)]
    public async Task A_fault_moves_to_the_next_candidate_at_once(int status)
    {
        var quickest = TimeSpan.MaxValue; // of five, since the machine may be busy
        for (var i = 0; i < 5; i++)
        {
            using var up = new RiggedUpstream { Rig = target => (target.Upstream.Name == "a" ? Status(status) : null, 0) };
            var since = TimeProvider.System.GetTimestamp();
            await using var answer = await up.AskAsync(Provider("a", "k"), Provider("b", "k"));
            Assert.Null(answer.Fault);
            Assert.Equal(2, answer.Attempts);
            Assert.Equal(["a", "b"], up.Calls);
            if (TimeProvider.System.GetElapsedTime(since) is var took && took < quickest) quickest = took;
        }

        Assert.True(quickest < TimeSpan.FromMilliseconds(190), "it waited");
    }

    /// <summary>A client that takes its time with what it has holds nobody's place.</summary>
    [Fact]
    public async Task A_call_is_over_with_its_last_step_not_with_its_client()
    {
        var provider = Provider("a") with { Limits = new UpstreamLimits(Concurrency: 1) };
        await using var answer = await _up.AskAsync(provider);
        Assert.Equal(1, _up.Book.View(provider).InFlight);
        while (await answer.MoveNextAsync(CancellationToken.None) && answer.Events.Events is not [.., { Kind: LlmEventKind.Completed }])
        {
        }

        answer.Conclude();
        Assert.Equal(0, _up.Book.View(provider).InFlight);
        await using var next = await _up.AskAsync(provider);
        Assert.Null(next.Fault);
        await answer.DisposeAsync(); // gives back nothing twice
        Assert.Equal(1, _up.Book.View(provider).InFlight);
    }

    [Fact]
    public async Task An_estimated_count_waits_for_nobody_and_takes_nobodys_turn()
    {
        _up.Counts = false;
        var provider = Provider("a") with { Limits = new UpstreamLimits(Concurrency: 1), MaxRetries = 0 };
        await using var running = await _up.AskAsync(provider);
        var count = Requests.Of("""{"model":"m","messages":[{"role":"user","content":"hi"}]}""", WireFormat.Messages, LlmOperation.CountTokens);
        count.Route = new Route("m", [new UpstreamTarget(provider, "m")]);
        count.Take(new Prompt());
        await using var answer = await _up.Last.SendAsync(count, CancellationToken.None);
        Assert.True(answer.IsEstimate);
        Assert.Equal(1, _up.Book.View(provider).InFlight);
    }

    [Fact]
    public async Task What_failed_before_its_client_left_is_no_open_call()
    {
        _up.Rig = target => (target.Upstream.Name == "a" ? Status(500) : null, 0);
        var request = Request(Provider("a") with { MaxRetries = 0 });
        await using var failed = await _up.Last.SendAsync(request, CancellationToken.None);
        Assert.NotNull(failed.Fault);
        Assert.False(request.IsCallOpen);
        var second = Request(Provider("b"));
        await using var answer = await _up.Last.SendAsync(second, CancellationToken.None);
        Assert.True(second.IsCallOpen);
    }

    [Theory, InlineData(400), InlineData(404), InlineData(422)]
    public async Task A_fault_of_the_caller_is_its_own(int status)
    {
        _up.Rig = _ => (Status(status), 0);
        await using var answer = await _up.AskAsync(Provider("a"), Provider("b"));
        Assert.Equal(status, answer.Fault!.UpstreamStatus);
        Assert.Equal(["a"], _up.Calls);
    }

    [Fact]
    public async Task A_prompt_that_is_too_long_for_one_model_goes_to_the_next_without_blame()
    {
        _up.Rig = target => (target.Upstream.Name == "a" ? Status(400, "prompt is too long: 9 > 8") : null, 0);
        for (var i = 0; i < 12; i++)
        {
            await using var answer = await _up.AskAsync(Provider("a"), Provider("b"));
            Assert.Null(answer.Fault);
        }

        Assert.Equal("closed", _up.Book.View(Provider("a")).Breaker);
        _up.Rig = _ => (Status(400, "prompt is too long: 9 > 8"), 0);
        await using var none = await _up.AskAsync(Provider("c"), Provider("d"));
        Assert.Equal(400, none.Fault!.Status);
    }

    [Fact]
    public async Task A_model_that_the_first_provider_lost_is_asked_of_the_next()
    {
        _up.Rig = target => (target.Upstream.Name == "a" ? Status(404, "The model does not exist") : null, 0);
        await using var answer = await _up.AskAsync(Provider("a"), Provider("b"));
        Assert.Null(answer.Fault);
        Assert.Equal("closed", _up.Book.View(Provider("a")).Breaker);
        await using var none = await _up.AskAsync(Provider("a"));
        Assert.Equal((404, 1), (none.Fault!.Status, none.Attempts));
    }

    [Fact]
    public async Task The_only_candidate_is_tried_again_after_pauses_and_not_too_often()
    {
        _up.Rig = _ => (Status(500), 0);
        var since = TimeProvider.System.GetTimestamp();
        await using var answer = await _up.AskAsync(Provider("a") with { MaxRetries = 2 });
        Assert.Equal((502, 3), (answer.Fault!.Status, answer.Attempts));
        Assert.InRange(TimeProvider.System.GetElapsedTime(since).TotalMilliseconds, 590, 5000);
    }

    [Fact]
    public async Task Without_retries_it_is_called_once()
    {
        _up.Rig = _ => (Status(500), 0);
        await using var answer = await _up.AskAsync(Provider("a") with { MaxRetries = 0 });
        Assert.Equal((502, 1), (answer.Fault!.Status, answer.Attempts));
    }

    [Fact]
    public async Task A_long_pause_is_told_to_the_client()
    {
        _up.Rig = _ => (Status(429, retryAfter: TimeSpan.FromSeconds(30)), 0);
        await using var answer = await _up.AskAsync(Provider("a"));
        Assert.Equal((429, 1, 30d), (answer.Fault!.Status, answer.Attempts, answer.Fault.RetryAfter!.Value.TotalSeconds));
    }

    /// <summary>The vendors' SDKs try again by themselves: a caller behind one waited 14 s for each of their tries.</summary>
    [Theory, InlineData(429), InlineData(529)]
    public async Task Retry_after_seven_seconds_is_told_and_not_waited_for(int status)
    {
        _up.Rig = target => (Status(status, retryAfter: TimeSpan.FromSeconds(target.Upstream.Name == "a" ? 7 : 9)), 0);
        await using var alone = await _up.AskAsync(Provider("c"));
        Assert.Equal((status, 1, 9d), (alone.Fault!.Status, alone.Attempts, alone.Fault.RetryAfter!.Value.TotalSeconds));
        var since = TimeProvider.System.GetTimestamp();
        await using var answer = await _up.AskAsync(Provider("a"), Provider("b"));
        Assert.Equal(["c", "a", "b"], _up.Calls);
        Assert.Equal((status, 7d), (answer.Fault!.Status, answer.Fault.RetryAfter!.Value.TotalSeconds)); // by then one of them may be asked again
        Assert.InRange(TimeProvider.System.GetElapsedTime(since).TotalSeconds, 0, 5);
    }

    [Fact]
    public async Task Who_failed_is_asked_again_while_another_wants_a_long_pause()
    {
        _up.Rig = target => (target.Upstream.Name == "b" ? Status(429, retryAfter: TimeSpan.FromSeconds(9)) : _up.Calls.Count < 3 ? Status(500) : null, 0);
        await using var answer = await _up.AskAsync(Provider("a"), Provider("b"));
        Assert.Null(answer.Fault);
        Assert.Equal(["a", "b", "a"], _up.Calls);
    }

    [Fact]
    public async Task A_refused_credential_hides_no_limit()
    {
        _up.Rig = target => (target.Upstream.Name == "b" ? Status(429, retryAfter: TimeSpan.FromSeconds(9)) : Status(401), 0);
        await using var answer = await _up.AskAsync(Provider("a", "k"), Provider("b"));
        Assert.Equal((429, 9d), (answer.Fault!.Status, answer.Fault.RetryAfter!.Value.TotalSeconds));
    }

    [Fact]
    public async Task Short_pauses_are_waited_for_as_long_as_they_are_short_together()
    {
        _up.Rig = _ => (Status(429, retryAfter: TimeSpan.FromSeconds(0.9)), 0);
        await using var answer = await _up.AskAsync(Provider("a") with { MaxRetries = 9 });
        Assert.Equal((429, 4), (answer.Fault!.Status, answer.Attempts));
    }

    [Fact]
    public async Task Who_asked_for_a_pause_is_left_alone_while_there_is_another()
    {
        _up.Rig = target => (target.Upstream.Name == "a" ? Status(429, retryAfter: TimeSpan.FromSeconds(30)) : null, 0);
        for (var i = 0; i < 3; i++) await (await _up.AskAsync(Provider("a"), Provider("b"))).DisposeAsync();
        Assert.Equal(["a", "b", "b", "b"], _up.Calls);
        await (await _up.AskAsync(Provider("a"))).DisposeAsync();
        Assert.Equal("a", _up.Calls[^1]); // there is nobody else
    }

    [Fact]
    public async Task A_refused_credential_is_followed_by_the_next_of_the_same_provider()
    {
        _up.Rig = target => (target.Credential?.Id == "k1" ? Status(401) : null, 0);
        await using var answer = await _up.AskAsync(Provider("a", "k1", "k2"), Provider("b"));
        Assert.Null(answer.Fault);
        Assert.Equal(["a.k1", "a.k2"], _up.Calls);
        for (var i = 0; i < 3; i++) await (await _up.AskAsync(Provider("a", "k1", "k2"))).DisposeAsync();
        Assert.DoesNotContain("a.k1", _up.Calls.Skip(1));
    }

    [Fact]
    public async Task When_no_credential_is_taken_nobody_is_called_any_more()
    {
        _up.Rig = _ => (Status(401), 0);
        await (await _up.AskAsync(Provider("a", "k1", "k2"))).DisposeAsync();
        var calls = _up.Calls.Count;
        await using var answer = await _up.AskAsync(Provider("a", "k1", "k2"));
        Assert.Equal((503, 0, calls), (answer.Fault!.Status, answer.Attempts, _up.Calls.Count));
        Assert.Contains("credentials", answer.Fault.Message, StringComparison.Ordinal);
        Assert.True(answer.Fault.RetryAfter > TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task A_dead_provider_gets_ten_calls_and_then_one_a_second()
    {
        _up.Rig = target => (target.Upstream.Name == "a" ? Status(500) : null, 0);
        var dead = Provider("a") with { MaxRetries = 0 };
        for (var i = 0; i < 200; i++)
        {
            await using var answer = await _up.AskAsync(dead, Provider("b"));
            Assert.Null(answer.Fault);
        }

        Assert.InRange(_up.Calls.Count(c => c == "a"), 10, 11);
        await Task.Delay(1100);
        _up.Rig = _ => (null, 0);
        await (await _up.AskAsync(dead, Provider("b"))).DisposeAsync();
        Assert.Equal("a", _up.Calls[^1]);
    }

    [Fact]
    public async Task With_all_of_them_dead_the_answer_comes_at_once_and_says_when_to_come_back()
    {
        _up.Rig = _ => (Status(500), 0);
        for (var i = 0; i < 20; i++) await (await _up.AskAsync(Provider("a") with { MaxRetries = 0 })).DisposeAsync();
        var calls = _up.Calls.Count;
        await using var answer = await _up.AskAsync(Provider("a") with { MaxRetries = 0 });
        Assert.Equal((503, 0, calls), (answer.Fault!.Status, answer.Attempts, _up.Calls.Count));
        Assert.Equal(1, answer.Fault.RetryAfter!.Value.TotalSeconds, 1);
    }

    [Fact]
    public async Task Extra_calls_stay_below_a_fifth_and_yet_nobody_is_left_alone()
    {
        var random = new Random(7);
        _up.Rig = target => (target.Upstream.Name == "a" && random.Next(100) < 40 ? Status(random.Next(2) == 0 ? 429 : 500) : null, 0);
        const int requests = 5000;
        var failed = 0;
        for (var i = 0; i < requests; i++)
        {
            await using var answer = await _up.AskAsync(Provider("a"), Provider("b"), Provider("c"));
            if (answer.Fault is not null) failed++;
        }

        Assert.InRange(_up.Calls.Count, requests + requests / 10, requests * 6 / 5);
        Assert.Equal(0, failed);
    }

    [Fact]
    public async Task A_full_provider_is_passed_over_and_waited_for_when_it_is_the_only_one()
    {
        var full = Provider("a") with { Limits = new UpstreamLimits(Concurrency: 1) };
        await using var first = await _up.AskAsync(full);
        await using var second = await _up.AskAsync(full, Provider("b"));
        Assert.Equal("b", second.Target!.Upstream.Name);
        var third = _up.AskAsync(full).AsTask();
        await Task.Delay(50);
        Assert.False(third.IsCompleted);
        Assert.Equal((1, 1), (_up.Book.View(full).InFlight, _up.Book.View(full).Queued));
        await first.DisposeAsync();
        await using var answer = await third;
        Assert.Null(answer.Fault);
    }

    public void Dispose() => _up.Dispose();
}
