using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing.Learning;

namespace Parley.Gateway.Tests.Routing.Learning;

public sealed class LearnedLatenciesTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void Streams_teach_the_first_token_and_the_pace()
    {
        var learned = new LearnedLatencies(_clock);
        Assert.Null(learned.Find("up", "m"));
        for (var i = 0; i < 20; i++)
        {
            _clock.Advance(1);
            learned.Settled(Stream, Settlement(sent: 0.1, first: 0.5, total: 1.5, tokens: 50), Requests.Target("m"));
        }

        _clock.Advance(3);
        var view = learned.Find("up", "m")!;
        Assert.Equal(0.4, view.FirstToken!.Value.TotalSeconds, 3);
        Assert.InRange(view.FirstTokenP50!.Value.TotalSeconds, 0.33, 0.47);
        Assert.InRange(view.FirstTokenP95!.Value.TotalSeconds, 0.33, 0.47);
        Assert.Equal(50, view.TokensPerSecond!.Value, 3);
        Assert.Equal((20, 0, null, _clock.GetUtcNow() - TimeSpan.FromSeconds(3)), (view.Samples, view.FailureShare, view.Whole, view.At));
        Assert.Null(learned.Find("up", "other"));
        Assert.Null(learned.Find("other", "m"));
    }

    [Fact]
    public void A_providers_first_tokens_are_those_of_all_its_models()
    {
        var learned = new LearnedLatencies(_clock);
        Assert.Equal((null, null), learned.FirstTokens("up"));
        for (var i = 0; i < 40; i++) learned.Settled(Stream, Settlement(sent: 0.1, first: 0.3, total: 1, tokens: 50), Requests.Target("m"));
        for (var i = 0; i < 10; i++) learned.Settled(Stream, Settlement(sent: 0.1, first: 4.1, total: 5, tokens: 50), Requests.Target("slow"));
        var (middle, most) = learned.FirstTokens("up");
        Assert.InRange(middle!.Value.TotalSeconds, 0.16, 0.24);
        Assert.InRange(most!.Value.TotalSeconds, 3.3, 4.7);
        Assert.Equal((null, null), learned.FirstTokens("other"));
    }

    [Fact]
    public void Whole_answers_teach_how_long_they_take_not_the_first_token()
    {
        var learned = new LearnedLatencies(_clock);
        learned.Settled(Whole, Settlement(sent: 0.5, first: 2.5, total: 2.5, tokens: 100), Requests.Target("m"));
        var view = learned.Find("up", "m")!;
        Assert.Equal((null, TimeSpan.FromSeconds(2), 50.0), (view.FirstToken, view.Whole, view.TokensPerSecond));
    }

    [Fact]
    public void Providers_faults_count_and_are_forgotten_callers_faults_do_not_count()
    {
        var learned = new LearnedLatencies(_clock);
        foreach (var error in new[] { "invalid_request", "not_found", "too_large", "forbidden", "internal" })
            learned.Settled(Stream, Settlement(0.1, null, 0.2, 0, CallOutcome.Failed, error), Requests.Target("m"));
        Assert.Null(learned.Find("up", "m"));
        foreach (var error in new[] { "overloaded", "upstream_failed", "stream_cut", "rate_limited", "unavailable", "upstream_timeout" })
            learned.Settled(Stream, Settlement(0.1, null, 0.2, 0, CallOutcome.Failed, error), Requests.Target("m"));
        Assert.InRange(learned.Find("up", "m")!.FailureShare, 0.8, 0.9);
        Assert.Null(learned.Find("up", "m")!.FirstToken); // who fails at once is not fast
        _clock.Advance(60);
        Assert.InRange(learned.Find("up", "m")!.FailureShare, 0, 0.1);
    }

    [Fact]
    public void A_caller_that_left_before_the_first_token_tells_that_it_took_longer()
    {
        var learned = new LearnedLatencies(_clock);
        learned.Settled(Stream, Settlement(0, 0.2, 1, 20), Requests.Target("m"));
        learned.Settled(Stream, Settlement(0, null, 0.1, 0, CallOutcome.Cancelled, "client_closed"), Requests.Target("m"));
        Assert.Equal(0.2, learned.Find("up", "m")!.FirstToken!.Value.TotalSeconds, 3);
        learned.Settled(Stream, Settlement(0, null, 5, 0, CallOutcome.Cancelled, "client_closed"), Requests.Target("m"));
        Assert.InRange(learned.Find("up", "m")!.FirstToken!.Value.TotalSeconds, 0.4, 5);
    }

    [Fact]
    public void What_did_not_call_the_provider_teaches_nothing()
    {
        var learned = new LearnedLatencies(_clock);
        learned.Settled(Stream, Settlement(0, 0.2, 1, 20) with { IsCached = true }, Requests.Target("m"));
        learned.Settled(Stream, Settlement(0, 0.2, 1, 20) with { UpstreamStarted = null }, Requests.Target("m"));
        learned.Settled(Requests.Of("""{"model":"m"}""", operation: LlmOperation.CountTokens), Settlement(0, 0.2, 1, 20), Requests.Target("m"));
        learned.Settled(Stream, Settlement(sent: 2, first: 0.2, total: 1, tokens: 20), Requests.Target("m"));
        Assert.Null(learned.Find("up", "m"));
    }

    [Fact]
    public void Names_that_callers_make_up_take_no_more_memory_than_there_is_room()
    {
        var learned = new LearnedLatencies(_clock);
        for (var i = 0; i < 5000; i++) learned.Settled(Stream, Settlement(0, 0.2, 1, 20), Requests.Target($"m{i}"));
        Assert.Equal(4096, Enumerable.Range(0, 5000).Count(i => learned.Find("up", $"m{i}") is not null));
        _clock.Advance(700);
        learned.Settled(Stream, Settlement(0, 0.2, 1, 20), Requests.Target("new"));
        Assert.NotNull(learned.Find("up", "new"));
        Assert.Null(learned.Find("up", "m1"));
    }

    [Fact]
    public async Task Many_threads_lose_nothing()
    {
        var learned = new LearnedLatencies(TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 10_000; i++) learned.Settled(Stream, Settlement(0, 0.2, 1, 20), Requests.Target("m"));
        })));
        Assert.Equal(80_000, learned.Find("up", "m")!.Samples);
    }

    private static LlmRequest Stream { get; } = Requests.Of("""{"model":"m","stream":true}""");

    private static LlmRequest Whole { get; } = Requests.Of("""{"model":"m"}""");

    private static UsageSettlement Settlement(double sent, double? first, double total, long tokens, CallOutcome outcome = CallOutcome.Completed, string? error = null) => new()
    {
        Outcome = outcome, Error = error, Usage = new Usage(Input: 10, Output: tokens), UpstreamStarted = TimeSpan.FromSeconds(sent),
        FirstToken = first is { } token ? TimeSpan.FromSeconds(token) : null, Total = TimeSpan.FromSeconds(total),
    };
}
