using System.Collections.Frozen;
using System.Text;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Pipeline.Caching;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Pipeline.Caching;

/// <summary>The stage: hits, single flight, and what becomes of those that wait.</summary>
public sealed class CacheTests
{
    private const int Crowd = 40;

    private static readonly GatewayFault Broken = new(FaultKind.UpstreamFailed, "broken");

    private readonly MemoryCacheStore _store = new();
    private readonly Clock _clock = new();
    private readonly Upstream _upstream = new();
    private readonly Cache _cache;

    public CacheTests() => _cache = new Cache(_upstream, _store, _clock);

    [Fact]
    public async Task The_second_answer_is_the_first_one()
    {
        _upstream.Answer = call => TestAnswer.Saying($"answer {call}");
        Assert.Equal(("answer 1", "miss"), await AskAsync());
        Assert.Equal(("answer 1", "hit"), await AskAsync());
        Assert.Equal(("answer 2", "miss"), await AskAsync(body: """{"model":"m","n":2}"""));
        Assert.Equal(("answer 3", "miss"), await AskAsync(key: "k2"));
        Assert.Equal(("answer 4", "off"), await AskAsync("no-store"));
        Assert.Equal(("answer 5", "off"), await AskAsync(said: null));
        Assert.Equal(("answer 1", "hit"), await AskAsync("only-if-cached"));
        Assert.Equal((2, 3), (_store.Hits, _store.Misses));
    }

    [Fact]
    public async Task An_answer_is_over_its_time_when_its_keeper_or_its_taker_says_so()
    {
        _upstream.Answer = call => TestAnswer.Saying($"answer {call}");
        Assert.Equal(("answer 1", "miss"), await AskAsync("max-age=60"));
        _clock.Now += TimeSpan.FromSeconds(30);
        Assert.Equal(("answer 1", "hit"), await AskAsync("max-age=3600"));
        Assert.Equal(("answer 1", "hit"), await AskAsync("max-age=30"));
        Assert.Equal(("answer 2", "miss"), await AskAsync("max-age=29")); // younger wanted: asked anew, and kept in its place
        Assert.Equal(("answer 2", "hit"), await AskAsync("max-age=3600"));
        _clock.Now += TimeSpan.FromSeconds(29);
        Assert.Equal(("answer 3", "miss"), await AskAsync("max-age=3600"));
    }

    [Fact]
    public async Task Only_if_cached_sends_nothing()
    {
        await using var answer = await _cache.SendAsync(Request("only-if-cached"), CancellationToken.None);
        Assert.Equal((504, "not_cached", CacheState.Miss), (answer.Fault!.Status, answer.Fault.Label, answer.Cache.State));
        Assert.Equal(0, _upstream.Calls);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_crowd_asks_once(bool isStream)
    {
        _upstream.Answer = call => TestAnswer.Saying($"answer {call}", isStream);
        _upstream.Close();
        var asking = Enumerable.Range(0, Crowd).Select(_ => Task.Run(() => AskAsync())).ToList();
        await _upstream.IsCalledAsync(1);
        _upstream.Open();
        var answers = await Task.WhenAll(asking);
        Assert.All(answers, answer => Assert.Equal("answer 1", answer.Text));
        Assert.Equal((1, Crowd - 1), (answers.Count(a => a.State == "miss"), answers.Count(a => a.State == "hit")));
        Assert.Equal(1, _upstream.Calls);
    }

    [Fact]
    public async Task When_the_first_fails_one_takes_its_place()
    {
        _upstream.Answer = call => call == 1 ? new FailedAnswer(Broken) : TestAnswer.Saying($"answer {call}");
        var answers = await CrowdAsync();
        Assert.Equal(2, _upstream.Calls);
        Assert.Single(answers, a => a.Text == "broken");
        Assert.Equal(Crowd - 1, answers.Count(a => a.Text == "answer 2"));
    }

    [Fact]
    public async Task When_its_successor_fails_too_the_others_fail_with_it()
    {
        _upstream.Answer = _ => new FailedAnswer(Broken);
        var answers = await CrowdAsync();
        Assert.Equal(2, _upstream.Calls);
        Assert.All(answers, a => Assert.Equal(("broken", "miss"), a));
        // Nothing of it stays: the next one is asked for anew.
        _upstream.Answer = _ => TestAnswer.Saying("well again");
        Assert.Equal(("well again", "miss"), await AskAsync());
    }

    [Fact]
    public async Task A_stream_that_breaks_off_is_not_kept_and_one_takes_its_place()
    {
        _upstream.Answer = call => call == 1
            ? new TestAnswer(Encoding.UTF8.GetBytes("half"), new LlmEvent { Kind = LlmEventKind.Failed, Fault = Broken }) { IsStream = true }
            : TestAnswer.Saying($"answer {call}", isStream: true);
        var answers = await CrowdAsync();
        Assert.Equal(2, _upstream.Calls);
        Assert.Single(answers, a => a.Text == "half");
        Assert.Equal(Crowd - 1, answers.Count(a => a.Text == "answer 2"));
    }

    [Fact]
    public async Task When_the_first_leaves_before_the_answer_one_takes_its_place()
    {
        _upstream.Answer = call => TestAnswer.Saying($"answer {call}");
        _upstream.Close();
        using var leaving = new CancellationTokenSource();
        var first = Task.Run(() => AskAsync(cancellationToken: leaving.Token));
        await _upstream.IsCalledAsync(1);
        var others = Enumerable.Range(1, Crowd - 1).Select(_ => AskAsync()).ToList();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await _upstream.IsCalledAsync(2);
        _upstream.Open();
        Assert.All(await Task.WhenAll(others), answer => Assert.Equal("answer 2", answer.Text));
        Assert.Equal(2, _upstream.Calls);
    }

    [Fact]
    public async Task When_the_first_leaves_in_the_middle_one_takes_its_place()
    {
        _upstream.Answer = call => TestAnswer.Saying($"answer {call}", isStream: true);
        var first = await _cache.SendAsync(Request(), CancellationToken.None);
        var other = AskAsync();
        Assert.False(other.IsCompleted); // it waits for the first one's stream
        await first.DisposeAsync(); // not one step was taken
        Assert.Equal(("answer 2", "miss"), await other);
        Assert.Equal(("answer 2", "hit"), await AskAsync());
    }

    [Fact]
    public async Task One_that_waits_may_leave()
    {
        _upstream.Answer = call => TestAnswer.Saying($"answer {call}");
        _upstream.Close();
        var first = Task.Run(() => AskAsync());
        await _upstream.IsCalledAsync(1);
        using var leaving = new CancellationTokenSource();
        var other = AskAsync(cancellationToken: leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other);
        _upstream.Open();
        Assert.Equal(("answer 1", "miss"), await first);
    }

    [Fact]
    public async Task When_all_leave_nothing_is_left_of_them()
    {
        _upstream.Answer = call => TestAnswer.Saying($"answer {call}");
        _upstream.Close();
        for (var round = 0; round < 20; round++)
        {
            using var leaving = new CancellationTokenSource();
            var crowd = Enumerable.Range(0, Crowd).Select(_ => AskAsync(cancellationToken: leaving.Token)).ToList();
            await leaving.CancelAsync();
            foreach (var one in crowd) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        }

        var before = _upstream.Calls;
        _upstream.Open();
        Assert.Equal(($"answer {before + 1}", "miss"), await AskAsync());
    }

    [Fact]
    public async Task What_is_too_long_to_keep_is_asked_for_by_each()
    {
        var cache = new Cache(_upstream, new MemoryCacheStore { MaxEntryBytes = 200 }, _clock);
        _upstream.Answer = call => TestAnswer.Saying(new string('x', 300) + call);
        _upstream.Close();
        var asking = Enumerable.Range(0, 5).Select(_ => Task.Run(() => AskAsync(cache: cache))).ToList();
        await _upstream.IsCalledAsync(1);
        _upstream.Open();
        var answers = await Task.WhenAll(asking);
        Assert.Equal(5, _upstream.Calls);
        Assert.Equal(5, answers.Distinct().Count());
        Assert.All(answers, a => Assert.Equal("miss", a.State));
    }

    [Fact]
    public async Task A_removal_holds_for_the_next_request_whatever_is_under_way()
    {
        _upstream.Answer = call => TestAnswer.Saying($"answer {call}");
        _upstream.Close();
        var before = Task.Run(() => AskAsync());
        await _upstream.IsCalledAsync(1);
        _store.Clear();
        var behind = Task.Run(() => AskAsync());
        await _upstream.IsCalledAsync(2); // it does not wait for what was asked for before
        _upstream.Open();
        Assert.Equal(("answer 1", "miss"), await before);
        Assert.Equal(("answer 2", "miss"), await behind);
        Assert.Equal(("answer 2", "hit"), await AskAsync());
    }

    private async Task<(string Text, string State)[]> CrowdAsync()
    {
        _upstream.Close();
        // One after the other until it waits: all of them are here before the first one has its answer.
        var asking = Enumerable.Range(0, Crowd).Select(_ => AskAsync()).ToList();
        await _upstream.IsCalledAsync(1);
        _upstream.Open();
        return await Task.WhenAll(asking);
    }

    private async Task<(string Text, string State)> AskAsync(string? said = "max-age=60", string body = """{"model":"m"}""", string key = "k1", Cache? cache = null, CancellationToken cancellationToken = default)
    {
        var answer = await (cache ?? _cache).SendAsync(Request(said, body, key), cancellationToken);
        await using (answer)
        {
            var text = new StringBuilder(answer.Fault?.Message);
            while (await answer.MoveNextAsync(cancellationToken)) text.Append(Encoding.UTF8.GetString(answer.Raw.Span));
            return (text.ToString(), answer.Cache.State.ToString().ToLowerInvariant());
        }
    }

    private static LlmRequest Request(string? said = "max-age=60", string body = """{"model":"m"}""", string key = "k1")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new LlmRequest
        {
            Id = "req_test", At = DateTimeOffset.UnixEpoch, Started = 0, Format = WireFormat.Chat, Operation = LlmOperation.Generate, Body = bytes, Envelope = EnvelopeReader.Read(bytes),
            Caller = new Caller(key, null, "test", new[] { "gateway" }.ToFrozenSet()), Cache = said is null ? null : CacheHeader.Read(said), Route = new Route("m", [Requests.Target("up-model")]),
        };
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch.AddYears(50);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    /// <summary>Answers the n-th call as it is told, once its door is open.</summary>
    private sealed class Upstream : ILlmClient
    {
        private TaskCompletionSource _door = new();
        private int _calls;

        public Upstream() => Open();

        public Func<int, LlmAnswer> Answer { get; set; } = _ => TestAnswer.Saying("answer");

        public int Calls => Volatile.Read(ref _calls);

        public void Close() => _door = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Open() => _door.TrySetResult();

        public async Task IsCalledAsync(int times)
        {
            while (Calls < times) await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        public async ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken)
        {
            var call = Interlocked.Increment(ref _calls);
            await _door.Task.WaitAsync(cancellationToken);
            return Answer(call);
        }
    }
}
