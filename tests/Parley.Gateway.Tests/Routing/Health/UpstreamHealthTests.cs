using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;

namespace Parley.Gateway.Tests.Routing.Health;

public sealed class UpstreamHealthTests
{
    private static readonly GatewayFault Broken = new(FaultKind.UpstreamFailed, "broken") { UpstreamStatus = 500 };

    private readonly ManualTime _time = new();
    private readonly UpstreamHealthBook _book;

    public UpstreamHealthTests() => _book = new(_time);

    [Fact]
    public void Credentials_are_used_in_turn()
    {
        var up = Provider("a", "b", "c");
        Assert.Equal(["a", "b", "c", "a", "b", "c"], Enumerable.Range(0, 6).Select(_ => Use(up)));
    }

    [Fact]
    public void One_that_is_registered_again_begins_anew_and_what_is_left_of_the_old_changes_nothing()
    {
        var old = Provider("a");
        for (var i = 0; i < 10; i++) Use(old, Broken);
        Assert.Equal("open", _book.View(old).Breaker);
        var again = old with { Since = old.Since.AddSeconds(1) };
        Assert.Equal(("closed", HealthState.Unknown), (_book.View(again).Breaker, _book.View(again).State));
        Assert.Equal("closed", _book.View(again with { MaxRetries = 0 }).Breaker);
        Assert.Equal("closed", _book.View(old with { MaxRetries = 0 }).Breaker);
    }

    [Fact]
    public void One_credential_costs_no_new_target()
    {
        var target = new UpstreamTarget(Provider("a"), "m");
        Assert.Equal(Entry.Entered, _book.Of(target.Upstream).TryEnter(target, default, out var permit));
        Assert.Same(target, permit!.Target);
    }

    [Theory, InlineData(401), InlineData(402)]
    public void A_refused_one_is_set_aside_alone_and_the_state_says_so(int status)
    {
        var up = Provider("a", "b");
        Assert.Equal("a", Use(up, Refusal(status)));
        Assert.Equal(["b", "b", "b"], Enumerable.Range(0, 3).Select(_ => Use(up)));
        var view = _book.View(up);
        Assert.Equal(HealthState.Degraded, view.State);
        Assert.Contains($"({status})", view.CredentialsAside["a"], StringComparison.Ordinal);
        Assert.Contains($"({status})", view.Reason, StringComparison.Ordinal);
        Assert.False(_book.Of(up).IsDown);
    }

    [Fact]
    public void With_all_of_them_aside_nobody_is_called_until_one_is_tried_again()
    {
        var up = Provider("a", "b");
        Use(up, Refusal(401));
        Use(up, Refusal(401));
        Assert.Equal(Entry.NoCredential, Enter(up, out _));
        Assert.True(_book.Of(up).IsDown);
        Assert.Equal(HealthState.Down, _book.View(up).State);
        Assert.InRange(_book.Of(up).WaitFor(up).TotalMinutes, 4.9, 5);
        _time.Pass(5 * 60);
        Assert.False(_book.Of(up).IsDown);
        Use(up, Refusal(401)); // one, and again: it is set aside for twice as long
        Use(up, Refusal(401));
        Assert.Equal(Entry.NoCredential, Enter(up, out _));
        _time.Pass(9 * 60);
        Assert.Equal(Entry.NoCredential, Enter(up, out _));
        _time.Pass(60);
        Assert.NotNull(Use(up));
        Assert.Single(_book.View(up).CredentialsAside);
    }

    [Fact]
    public void A_forbidden_call_is_a_suspicion_that_a_probe_confirms()
    {
        var up = Provider("a", "b");
        Use(up, Refusal(403));
        Assert.Empty(_book.View(up).CredentialsAside);
        Assert.Equal(["b", "b"], Enumerable.Range(0, 2).Select(_ => Use(up))); // the other one first
        Assert.Equal("a", _book.NextToProbe(up)!.Id);
        _book.Probed(up, new ProbeResult(TimeSpan.Zero, "refused", 403, "a"));
        Assert.Equal(["a"], _book.View(up).CredentialsAside.Keys);
        Assert.False(_book.Of(up).IsDown);
    }

    /// <summary>A credential may be good for calls and forbidden to list models.</summary>
    [Fact]
    public void A_forbidden_probe_alone_says_nothing()
    {
        var up = Provider("a", "b");
        Use(up);
        _book.Probed(up, new ProbeResult(TimeSpan.Zero, "refused", 403, "a"));
        _book.Probed(up, new ProbeResult(TimeSpan.Zero, "refused", 403, "b"));
        Assert.Empty(_book.View(up).CredentialsAside);
        Assert.Equal(["a", "b"], Enumerable.Range(0, 2).Select(_ => Use(up)).Order());
    }

    [Fact]
    public void Or_that_a_probe_clears()
    {
        var up = Provider("a", "b");
        Use(up, Refusal(403));
        _book.Probed(up, new ProbeResult(TimeSpan.Zero, null, 200, "a"));
        Assert.Equal(["a", "b"], Enumerable.Range(0, 2).Select(_ => Use(up)).Order());
    }

    [Fact]
    public void A_probe_takes_one_that_was_set_aside_back()
    {
        var up = Provider("a");
        Use(up, Refusal(401));
        Assert.Equal(Entry.NoCredential, Enter(up, out _));
        _book.Probed(up, new ProbeResult(TimeSpan.Zero, null, 200, "a"));
        Assert.Equal("a", Use(up) ?? "a");
        Assert.Equal(HealthState.Healthy, _book.View(up).State);
    }

    [Fact]
    public void Expired_ones_are_not_used()
    {
        var up = Provider("a", "b") with { Credentials = [new("a", new Secret("a")) { ExpiresAt = _time.GetUtcNow().AddMinutes(1) }, new("b", new Secret("b"))] };
        Assert.Equal(["a", "b"], Enumerable.Range(0, 2).Select(_ => Use(up)));
        _time.Pass(61);
        Assert.Equal(["b", "b"], Enumerable.Range(0, 2).Select(_ => Use(up)));
        var alone = up with { Name = "alone", Credentials = [up.Credentials[0]] };
        Assert.Equal(Entry.NoCredential, Enter(alone, out _));
        Assert.Equal((HealthState.Down, "All its credentials have expired."), (_book.View(alone).State, _book.View(alone).Reason));
    }

    [Fact]
    public void A_pause_that_was_asked_for_is_kept_unless_there_is_nobody_else()
    {
        var up = Provider("a");
        Use(up, new GatewayFault(FaultKind.RateLimited, "slow") { UpstreamStatus = 429, RetryAfter = TimeSpan.FromSeconds(7) });
        Assert.Equal(Entry.Resting, Enter(up, out _));
        Assert.Equal("closed", _book.View(up).Breaker);
        Assert.Equal(Entry.Entered, _book.Of(up).TryEnter(new UpstreamTarget(up, "m"), new EntryWish(DespiteRest: true), out _));
        _time.Pass(7.1);
        Assert.Equal(Entry.Entered, Enter(up, out _));
    }

    [Fact]
    public void What_the_caller_did_wrong_never_counts()
    {
        var up = Provider("a");
        foreach (var status in new[] { 400, 404, 413, 422, 429 })
            for (var i = 0; i < 30; i++) Use(up, Parley.Gateway.Dialects.UpstreamErrors.Read(status, default, null));
        Assert.Equal(Entry.Entered, Enter(up, out _));
        Assert.Equal("closed", _book.View(up).Breaker);
    }

    [Fact]
    public void What_keeps_failing_is_left_alone_and_comes_back()
    {
        var up = Provider("a");
        for (var i = 0; i < 10; i++) Use(up, Broken);
        Assert.Equal(Entry.Open, Enter(up, out _));
        var view = _book.View(up);
        Assert.Equal((HealthState.Down, "open", 1d), (view.State, view.Breaker, view.FailureRate));
        Assert.Contains("status 500", view.Reason, StringComparison.Ordinal);
        Assert.True(_book.Of(up).IsDown);
        _time.Pass(1);
        Assert.False(_book.Of(up).IsDown); // somebody is to try it
        Use(up);
        Assert.True(_book.Of(up).IsDown);
        _time.Pass(1);
        Use(up);
        Assert.Equal("closed", _book.View(up).Breaker);
    }

    [Fact]
    public void Unless_its_breaker_is_off()
    {
        var up = Provider("a") with { Breaker = false };
        for (var i = 0; i < 30; i++) Use(up, Broken);
        Assert.Equal(Entry.Entered, Enter(up, out _));
        Assert.Equal("off", _book.View(up).Breaker);
    }

    [Fact]
    public void A_credential_that_fails_alone_is_left_alone()
    {
        var up = Provider("a", "b");
        for (var i = 0; i < 20; i++)
        {
            Enter(up, out var permit);
            if (permit!.Target.Credential!.Id == "a") permit.Failed(Broken);
            else permit.Spoke();
            permit.Dispose();
        }

        Assert.Equal("closed", _book.View(up).Breaker);
        Assert.Equal(["b", "b", "b"], Enumerable.Range(0, 3).Select(_ => Use(up)));
    }

    [Fact]
    public void Settings_that_change_forget_nothing_but_another_address_begins_anew()
    {
        var up = Provider("a");
        for (var i = 0; i < 10; i++) Use(up, Broken);
        Assert.Equal(Entry.Open, Enter(up with { MaxRetries = 7 }, out _));
        Assert.Equal(Entry.Entered, Enter(up with { BaseUrl = new Uri("http://127.0.0.1:2") }, out _));
        Assert.Equal(Entry.Open, Enter(up, out _));
    }

    [Fact]
    public void Calls_under_way_are_counted_and_limited()
    {
        var up = Provider("a") with { Limits = new UpstreamLimits(Concurrency: 2) };
        Enter(up, out var first);
        Enter(up, out var second);
        Assert.Equal(Entry.Full, Enter(up, out _));
        Assert.Equal(2, _book.View(up).InFlight);
        first!.Spoke();
        Assert.Equal(Entry.Full, Enter(up, out _)); // it still speaks
        first.Dispose();
        first.Dispose();
        Assert.Equal(Entry.Entered, Enter(up, out _));
        Assert.Equal(Entry.Full, Enter(up, out _));
        second!.Dispose();
        Assert.Equal(1, _book.View(up).InFlight);
    }

    [Fact]
    public void A_failed_probe_puts_it_down_unless_calls_are_answered()
    {
        var (idle, busy) = (Provider("a"), Provider("a") with { Name = "busy" });
        Use(busy);
        foreach (var up in new[] { idle, busy }) _book.Probed(up, new ProbeResult(TimeSpan.Zero, "connection refused", null, "a"));
        Assert.Equal((HealthState.Down, HealthState.Degraded), (_book.View(idle).State, _book.View(busy).State));
        Assert.True(_book.Of(idle).IsDown);
        Assert.False(_book.Of(busy).IsDown);
        _book.Probed(idle, new ProbeResult(TimeSpan.Zero, null, 200, "a"));
        Assert.Equal(HealthState.Healthy, _book.View(idle).State);
    }

    [Fact]
    public void Failures_are_told_by_kind_with_their_time_until_a_quarter_of_an_hour_has_passed()
    {
        var up = Provider("a");
        Use(up);
        Assert.Empty(_book.View(up).RecentFailures);
        Use(up, Broken);
        _time.Pass(60);
        Use(up, Broken);
        var broken = _time.GetUtcNow();
        _time.Pass(60);
        Use(up, new GatewayFault(FaultKind.UpstreamTimeout, "late"));
        Use(up, new GatewayFault(FaultKind.InvalidRequest, "the caller's own"));
        Assert.Equal([new("upstream_timeout", 1, _time.GetUtcNow()), new("upstream_failed, status 500", 2, broken)], _book.View(up).RecentFailures);
        _time.Pass(13.5 * 60);
        Assert.Equal([("upstream_timeout", 1), ("upstream_failed, status 500", 1)], _book.View(up).RecentFailures.Select(seen => (seen.Kind, seen.Count)));
        _time.Pass(60);
        Assert.Equal(["upstream_timeout"], _book.View(up).RecentFailures.Select(seen => seen.Kind));
        _time.Pass(60);
        Assert.Empty(_book.View(up).RecentFailures);
    }

    [Fact]
    public void A_provider_that_invents_statuses_fills_no_memory()
    {
        var up = Provider("a") with { Breaker = false };
        for (var status = 500; status < 600; status++, _time.Pass(1)) Use(up, Broken with { UpstreamStatus = status });
        var seen = _book.View(up).RecentFailures;
        Assert.Equal((32, "upstream_failed, status 599"), (seen.Count, seen[0].Kind));
    }

    private static UpstreamConfig Provider(params string[] credentials) => new()
    {
        Name = "up", Kind = "chat", BaseUrl = new Uri("http://127.0.0.1:1"), Credentials = [.. credentials.Select(id => new UpstreamCredential(id, new Secret(id)))],
    };

    private static GatewayFault Refusal(int status) => Parley.Gateway.Dialects.UpstreamErrors.Read(status, default, null);

    private Entry Enter(UpstreamConfig up, out CallPermit? permit) => _book.Of(up).TryEnter(new UpstreamTarget(up, "m"), default, out permit);

    private string? Use(UpstreamConfig up, GatewayFault? fault = null)
    {
        Assert.Equal(Entry.Entered, Enter(up, out var permit));
        if (fault is null) permit!.Spoke();
        else permit!.Failed(fault);
        permit.Dispose();
        return permit.Target.Credential?.Id;
    }
}
