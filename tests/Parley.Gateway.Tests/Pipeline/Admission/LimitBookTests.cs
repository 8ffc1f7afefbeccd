using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Pipeline.Admission;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Pipeline.Admission;

public sealed class LimitBookTests
{
    private static readonly UpstreamConfig Upstream = new() { Name = "up", Kind = "chat" };

    private readonly Clock _clock = new();

    private LimitBook Book(UserLimits? perUser = null) => new(perUser ?? new UserLimits(), _clock);

    private static LlmRequest Ask(CallerLimits? limits, string key = "k1", string? user = null, UpstreamLimits? model = null, string body = """{"model":"m"}""")
    {
        var plain = Requests.Of(body);
        return new LlmRequest
        {
            Id = plain.Id, At = plain.At, Started = plain.Started, Format = plain.Format, Operation = plain.Operation, Body = plain.Body, Envelope = plain.Envelope,
            Caller = plain.Caller with { KeyId = key, UserId = user, Limits = limits },
            Route = new Route("m", [new UpstreamTarget(Upstream, "m")]) { Limits = model },
        };
    }

    [Fact]
    public void A_key_has_its_own_bucket()
    {
        var book = Book();
        var limits = new CallerLimits(RequestsPerMinute: 2);
        Assert.Null(book.Take(Ask(limits)));
        Assert.Null(book.Take(Ask(limits)));
        var refusal = book.Take(Ask(limits))!;
        Assert.Equal((FaultKind.RateLimited, TimeSpan.FromSeconds(30)), (refusal.Kind, refusal.RetryAfter));
        Assert.Contains("2 requests a minute", refusal.Message, StringComparison.Ordinal);
        Assert.Null(book.Take(Ask(limits, "k2")));
        _clock.Move(TimeSpan.FromSeconds(30) - TimeSpan.FromTicks(1));
        Assert.NotNull(book.Take(Ask(limits)));
        _clock.Move(TimeSpan.FromTicks(1));
        Assert.Null(book.Take(Ask(limits)));
    }

    [Fact]
    public void All_keys_of_a_user_share_its_bucket()
    {
        var book = Book(new UserLimits { RequestsPerMinute = 2 });
        Assert.Null(book.Take(Ask(null, "k1", "ada")));
        Assert.Null(book.Take(Ask(null, "k2", "ada")));
        Assert.Contains("This user", book.Take(Ask(null, "k3", "ada"))!.Message, StringComparison.Ordinal);
        Assert.Null(book.Take(Ask(null, "k3", "bob")));
        Assert.False(book.Concerns(Ask(null, "k4")));
    }

    [Fact]
    public void All_callers_share_a_models_bucket()
    {
        var book = Book();
        var model = new UpstreamLimits(RequestsPerMinute: 1);
        Assert.Null(book.Take(Ask(null, "k1", model: model)));
        Assert.Contains("'m'", book.Take(Ask(null, "k2", model: model))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_refused_takes_nothing_elsewhere_and_tells_the_longest_wait()
    {
        var book = Book(new UserLimits { RequestsPerMinute = 100 });
        var (key, model) = (new CallerLimits(RequestsPerMinute: 60), new UpstreamLimits(RequestsPerMinute: 1));
        Assert.Null(book.Take(Ask(key, user: "ada", model: model)));
        for (var i = 0; i < 500; i++) Assert.Equal(TimeSpan.FromMinutes(1), book.Take(Ask(key, user: "ada", model: model))!.RetryAfter);
        Assert.Equal(59, Left(book, key));
        // The key is the first to refuse now; but whoever waits for it alone would be refused by the model.
        while (book.Take(Ask(key, user: "ada")) is null) { }
        Assert.Equal(TimeSpan.FromMinutes(1), book.Take(Ask(key, user: "ada", model: model))!.RetryAfter);
    }

    [Fact]
    public void Tokens_are_taken_as_expected_and_corrected_by_what_was_used()
    {
        var book = Book();
        var limits = new CallerLimits(TokensPerMinute: 1000);
        var body = """{"model":"m","max_tokens":300}"""; // 30 bytes: 7 tokens
        var request = Ask(limits, body: body);
        Assert.Null(book.Take(request));
        Assert.Equal(1000 - 307, TokensLeft(book, limits));
        book.Settled(request, Used(100, 20));
        Assert.Equal(880, TokensLeft(book, limits));
        book.Settled(request, Used(0, 5)); // a further leg of the same request has nothing in advance
        Assert.Equal(875, TokensLeft(book, limits));
    }

    [Fact]
    public void A_call_that_used_more_than_was_there_leaves_a_debt()
    {
        var book = Book();
        var limits = new CallerLimits(TokensPerMinute: 600);
        var request = Ask(limits);
        Assert.Null(book.Take(request));
        book.Settled(request, Used(1190, 0));
        var refusal = book.Take(Ask(limits))!;
        // 590 in debt, and 3 are asked for.
        Assert.Equal(TimeSpan.FromSeconds(59.3), refusal.RetryAfter);
        Assert.Contains("600 tokens a minute", refusal.Message, StringComparison.Ordinal);
        _clock.Move(refusal.RetryAfter!.Value);
        Assert.Null(book.Take(Ask(limits)));
    }

    [Fact]
    public void A_request_that_is_larger_than_the_bucket_passes_when_it_is_full()
    {
        var book = Book();
        var limits = new CallerLimits(TokensPerMinute: 100);
        var body = """{"model":"m","max_tokens":5000}""";
        Assert.Null(book.Take(Ask(limits, body: body)));
        Assert.Equal(TimeSpan.FromMinutes(1), book.Take(Ask(limits, body: body))!.RetryAfter);
        _clock.Move(TimeSpan.FromMinutes(1));
        Assert.Null(book.Take(Ask(limits, body: body)));
    }

    [Fact]
    public void Cached_answers_and_failures_use_no_tokens()
    {
        var book = Book();
        var limits = new CallerLimits(TokensPerMinute: 1000);
        foreach (var settlement in new[] { Used(500, 100) with { IsCached = true }, Used(0, 0) with { Usage = null } })
        {
            var request = Ask(limits);
            Assert.Null(book.Take(request));
            book.Settled(request, settlement);
            Assert.Equal(1000, TokensLeft(book, limits));
        }
    }

    [Fact]
    public void A_providers_limits_are_taken_at_each_call_and_what_was_not_used_goes_back()
    {
        var book = Book();
        var (full, free) = (Target("full", new(RequestsPerMinute: 1)), Target("free", new(TokensPerMinute: 1000)));
        var request = Ask(null);
        Assert.True(book.TryTakeAt(request, full, out _, out _));
        Assert.False(book.TryTakeAt(request, full, out var fault, out _));
        Assert.Equal((FaultKind.RateLimited, true, TimeSpan.FromMinutes(1)), (fault!.Kind, fault.IsRetryable, fault.RetryAfter));
        Assert.True(book.TryTakeAt(request, free, out _, out _));
        Assert.True(book.TryTakeAt(request, free, out _, out _)); // tried again: what the first try took is back
        book.Settled(request, Used(900, 90));
        Assert.True(book.TryTakeAt(Ask(null), free, out _, out _)); // 10 are left, 3 are asked for
        Assert.True(book.TryTakeAt(Ask(null), free, out _, out _));
        Assert.True(book.TryTakeAt(Ask(null), free, out _, out _));
        Assert.False(book.TryTakeAt(Ask(null), free, out fault, out _));
        Assert.Equal(TimeSpan.FromSeconds(0.12), fault!.RetryAfter);
    }

    [Fact]
    public void A_named_route_does_not_lead_around_a_models_limits()
    {
        var target = new UpstreamTarget(Upstream, "upstream-name");
        var snapshot = new RouteSnapshot([Upstream with { TakesAnyModel = true }],
        [
            new Route("m", [target]) { Limits = new(RequestsPerMinute: 1) },
            new Route("support", [target]) { Rule = new RouteRule { Choices = [new RouteChoice("m", [target])], Fallbacks = [new RouteChoice("m", [target])] } },
        ]);
        var book = Book();
        var named = Ask(null);
        named.Route = snapshot.Find("support");
        Assert.Null(book.Take(named));
        foreach (var choice in named.Route!.Rule!.Choices.Concat(named.Route.Rule.Fallbacks)) Assert.Equal("m", choice.Targets[0].ModelLimits?.Model);
        Assert.True(book.TryTakeAt(named, named.Route.Candidates[0], out _, out _));
        Assert.False(book.TryTakeAt(named, named.Route.Candidates[0], out _, out _));
        foreach (var name in new[] { "m", "up/m" })
        {
            var plain = Ask(null);
            plain.Route = snapshot.Find(name);
            Assert.Contains("'m'", book.Take(plain)!.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>By whatever name a route or a provider's prefix leads to it.</summary>
    [Theory, InlineData("by-alias"), InlineData("by-provider"), InlineData("auto"), InlineData("up/by-alias"), InlineData("up/auto")]
    public void Nor_does_another_name_within_one_or_a_part_of_one(string name)
    {
        var (target, other) = (new UpstreamTarget(Upstream, "upstream-name"), new UpstreamTarget(Upstream, "other"));
        var snapshot = new RouteSnapshot([Upstream],
        [
            new Route("m", [target]) { Limits = new(RequestsPerMinute: 1) },
            new Route("other", [other]),
            new Route("by-alias", [target]) { Rule = new RouteRule { Choices = [new RouteChoice("nick", [target])] } },
            new Route("by-provider", [target]) { Rule = new RouteRule { Choices = [new RouteChoice("up/m", [target])] } },
        ], aliases: [KeyValuePair.Create("nick", "m")]);
        var book = Book();
        var request = Ask(null);
        request.Route = snapshot.Find(name);
        var limited = request.Route!.Candidates.Single(c => c.UpstreamModel == "upstream-name");
        Assert.True(book.TryTakeAt(request, limited, out _, out _));
        Assert.False(book.TryTakeAt(request, limited, out var fault, out _));
        Assert.Contains("'m'", fault!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_at_the_same_time_count_by_whatever_name_a_model_is_called()
    {
        var target = new UpstreamTarget(Upstream, "upstream-name");
        var snapshot = new RouteSnapshot([Upstream],
        [
            new Route("m", [target]) { Limits = new(Concurrency: 2) },
            new Route("support", [target]) { Rule = new RouteRule { Choices = [new RouteChoice("m", [target])] } },
        ], aliases: [KeyValuePair.Create("nick", "m")]);
        var book = Book();
        var (named, plain, alias) = (Of("support"), Of("m"), Of("nick"));
        Assert.Null(book.Take(named));
        Assert.True(book.TryTakeAt(named, named.Route!.Candidates[0], out _, out var running));
        Assert.Null(book.Take(plain));
        Assert.Contains("2 requests at the same time", book.Take(alias)!.Message, StringComparison.Ordinal);
        Assert.False(book.TryTakeAt(Of("support"), named.Route.Candidates[0], out var fault, out _));
        Assert.Equal((FaultKind.RateLimited, TimeSpan.FromSeconds(1)), (fault!.Kind, fault.RetryAfter));
        running!.Dispose();
        Assert.Null(book.Take(alias));
        book.Leave(plain);
        Assert.True(book.TryTakeAt(Of("support"), named.Route.Candidates[0], out _, out _));

        LlmRequest Of(string name)
        {
            var request = Ask(null);
            request.Route = snapshot.Find(name);
            return request;
        }
    }

    [Fact]
    public void Limits_at_one_provider_hold_beside_those_of_the_model_and_a_refusal_takes_nothing_of_either()
    {
        var book = Book();
        var (there, all) = (new ModelLimits("up/m", new(RequestsPerMinute: 1)) { And = new ModelLimits("m", new(RequestsPerMinute: 2)) }, new ModelLimits("m", new(RequestsPerMinute: 2)));
        Assert.True(book.TryTakeAt(Ask(null), Target("up", new()) with { ModelLimits = there }, out _, out _));
        Assert.False(book.TryTakeAt(Ask(null), Target("up", new()) with { ModelLimits = there }, out var fault, out _));
        Assert.Contains("'up/m'", fault!.Message, StringComparison.Ordinal);
        Assert.True(book.TryTakeAt(Ask(null), Target("else", new()) with { ModelLimits = all }, out _, out _));
        Assert.False(book.TryTakeAt(Ask(null), Target("else", new()) with { ModelLimits = all }, out fault, out _));
        Assert.Contains("'m'", fault!.Message, StringComparison.Ordinal);
        _clock.Move(TimeSpan.FromMinutes(1)); // the first of both is full again; the second refuses alone
        Assert.True(book.TryTakeAt(Ask(null), Target("else", new()) with { ModelLimits = all }, out _, out _));
        Assert.True(book.TryTakeAt(Ask(null), Target("else", new()) with { ModelLimits = all }, out _, out _));
        Assert.False(book.TryTakeAt(Ask(null), Target("up", new()) with { ModelLimits = there }, out fault, out _));
        Assert.Contains("'m'", fault!.Message, StringComparison.Ordinal);
        Assert.True(book.TryTakeAt(Ask(null), Target("up", new()) with { ModelLimits = there with { And = null } }, out _, out _));
    }

    [Fact]
    public void A_changed_limit_holds_for_the_next_request()
    {
        var book = Book();
        Assert.Null(book.Take(Ask(new(RequestsPerMinute: 1))));
        Assert.NotNull(book.Take(Ask(new(RequestsPerMinute: 1))));
        _clock.Move(TimeSpan.FromSeconds(30)); // half full
        for (var i = 0; i < 50; i++) Assert.Null(book.Take(Ask(new(RequestsPerMinute: 100))));
        Assert.NotNull(book.Take(Ask(new(RequestsPerMinute: 100))));
    }

    [Fact]
    public void A_limit_that_was_taken_away_is_told_no_more_and_begins_full_should_it_come_back()
    {
        var book = Book();
        var (both, one) = (new CallerLimits(RequestsPerMinute: 2, TokensPerMinute: 1000), new CallerLimits(TokensPerMinute: 1000));
        Assert.Null(book.Take(Ask(both)));
        Assert.Null(book.Take(Ask(both)));
        Assert.Equal((0, 1000), Capacities(book, one));
        Assert.Equal((2, 0), (book.View(Ask(both)).Requests.Capacity, Left(book, both))); // asking for headers changes nothing
        Assert.Null(book.Take(Ask(one)));
        Assert.Equal((0, 1000), Capacities(book, one));
        Assert.Equal(2, Left(book, both));
        Assert.Equal((0, 0), Capacities(book, new CallerLimits(Concurrency: 1)));
    }

    [Fact]
    public void A_call_from_before_a_limit_was_added_does_not_refill_it()
    {
        var book = Book();
        var (before, after) = (new CallerLimits(TokensPerMinute: 1000), new CallerLimits(RequestsPerMinute: 1, TokensPerMinute: 1000));
        var old = Ask(before);
        Assert.Null(book.Take(old));
        Assert.Null(book.Take(Ask(after)));
        _ = book.View(old);
        book.Settled(old, Used(10, 10));
        Assert.NotNull(book.Take(Ask(after)));
    }

    [Theory]
    [InlineData(1, null, null, "requests")]
    [InlineData(null, 1, null, "tokens")]
    [InlineData(null, null, 1, "requests")]
    public void OpenAIs_type_of_a_refusal_tells_requests_from_tokens(int? requests, int? tokens, int? running, string type)
    {
        var book = Book();
        var limits = new CallerLimits(requests, tokens, running);
        Assert.Null(book.Take(Ask(limits)));
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Gateway.Dialects.OpenAiChat.Errors.Write(book.Take(Ask(limits))!, output);
        Assert.Equal(type, System.Text.Json.JsonElement.Parse(output.WrittenSpan).GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public void Idle_buckets_are_forgotten_and_busy_ones_are_not()
    {
        var allowances = new Allowances();
        var limit = new Limit(2, 0, 1);
        Assert.True(allowances.Take("running", limit, 0, 0).IsNone);
        var now = 0L;
        for (var i = 0; i < 200_000; i++)
        {
            now += TimeSpan.TicksPerMillisecond;
            Assert.True(allowances.Take($"k{i}", new Limit(2, 0, 0), 0, now).IsNone);
        }

        // A key's bucket is full again after half a minute: 30,000 of them tell something.
        Assert.InRange(allowances.Count, 30_000, 130_000);
        Assert.Equal(LimitKind.Running, allowances.Take("running", limit, 0, now).Kind);
        Assert.Equal(1, allowances.View("k199999", limit, now).Requests.Left);
    }

    [Fact]
    public async Task Threads_together_are_admitted_no_more_than_one_would_be()
    {
        var allowances = new Allowances();
        var (admitted, forgotten) = (0, 0);
        await Parallel.ForAsync(0, 20_000, TestContext.Current.CancellationToken, (i, _) =>
        {
            if (allowances.Take("k", new Limit(500, 0, 0), 0, 1).IsNone) Interlocked.Increment(ref admitted);
            // Newcomers make the others be looked at.
            if (allowances.Take($"n{i}", new Limit(1, 0, 0), 0, 1).IsNone) Interlocked.Increment(ref forgotten);
            return default;
        });
        Assert.Equal((500, 20_000), (admitted, forgotten));
    }

    private static long Left(LimitBook book, CallerLimits limits) => book.View(Ask(limits)).Requests.Left;

    private static (long Requests, long Tokens) Capacities(LimitBook book, CallerLimits limits) => book.View(Ask(limits)) is var (requests, tokens) ? (requests.Capacity, tokens.Capacity) : default;

    private static long TokensLeft(LimitBook book, CallerLimits limits) => book.View(Ask(limits)).Tokens.Left;

    private static UpstreamTarget Target(string name, UpstreamLimits limits) => new(new UpstreamConfig { Name = name, Kind = "chat", Limits = limits }, "m");

    private static UsageSettlement Used(long input, long output) => new() { Outcome = CallOutcome.Completed, Usage = new Usage(Input: input, Output: output) };
}
