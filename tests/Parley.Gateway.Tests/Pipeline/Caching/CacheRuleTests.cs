using System.Collections.Frozen;
using System.Text;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline.Caching;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Pipeline.Caching;

public sealed class CacheRuleTests
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1), Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Without_a_wish_and_without_a_policy_the_cache_is_off() => Assert.Null(CacheRule.Of(Request("""{"model":"m","temperature":0}"""), Day));

    [Theory]
    [InlineData("max-age=60", 60, 60, false)]
    [InlineData("max-age=999999", 999_999, 86_400, false)] // kept no longer than the server allows
    [InlineData("only-if-cached", null, 0, true)]
    [InlineData("only-if-cached, max-age=60", 60, 0, true)]
    public void The_caller_opts_in(string said, int? takes, int keeps, bool only)
    {
        var rule = CacheRule.Of(Request("""{"model":"m","temperature":1}""", said), Day)!.Value;
        Assert.Equal(("key:k1", takes, keeps, only), (rule.Owner!.Value.Name, (int?)rule.MaxAge?.TotalSeconds, (int)rule.KeepFor.TotalSeconds, rule.OnlyIfCached));
    }

    [Theory]
    [InlineData("no-store")]
    [InlineData("max-age=0")]
    public void And_out_whatever_key_and_route_say(string said) => Assert.Null(CacheRule.Of(Request("""{"model":"m","temperature":0}""", said, key: Minute, route: Minute), Day));

    [Theory]
    [InlineData("""{"model":"m","temperature":0}""", true)]
    [InlineData("""{"temperature":0.0,"model":"m"}""", true)]
    [InlineData("""{"model":"m","temperature":-0}""", true)]
    [InlineData("""{"model":"m","messages":[{"temperature":1}],"temperature":0e3}""", true)]
    [InlineData("""{"model":"m"}""", false)]
    [InlineData("""{"model":"m","temperature":0.1}""", false)]
    [InlineData("""{"model":"m","temperature":null}""", false)]
    [InlineData("""{"model":"m","temperature":"0"}""", false)]
    [InlineData("""{"model":"m","messages":[{"temperature":0}]}""", false)]
    public void A_policy_counts_at_temperature_0_only(string body, bool isOn)
    {
        Assert.Equal(isOn, CacheRule.Of(Request(body, key: Minute), Day) is not null);
        Assert.Equal(isOn, CacheRule.Of(Request(body, route: Minute), Day) is not null);
    }

    [Fact]
    public void Of_two_policies_the_shorter_holds()
    {
        var rule = CacheRule.Of(Request("""{"model":"m","temperature":0}""", key: TimeSpan.FromMinutes(5), route: Minute), Day)!.Value;
        Assert.Equal((Minute, Minute), (rule.MaxAge, rule.KeepFor));
    }

    [Fact]
    public void What_has_no_temperature_is_deterministic()
    {
        Assert.NotNull(CacheRule.Of(Request("""{"model":"m","input":"x"}""", key: Minute, operation: LlmOperation.Embed), Day));
        Assert.NotNull(CacheRule.Of(Request("""{"model":"m"}""", key: Minute, format: WireFormat.Messages, operation: LlmOperation.CountTokens), Day));
        Assert.NotNull(CacheRule.Of(Request("""{"model":"m","input":"x"}""", key: Minute, format: WireFormat.Responses, operation: LlmOperation.CountTokens), Day));
    }

    [Theory]
    [InlineData("""{"model":"m","input":"x","store":false}""", true)]
    [InlineData("""{"model":"m","input":"x"}""", false)]
    [InlineData("""{"model":"m","input":"x","store":true}""", false)]
    [InlineData("""{"model":"m","input":"x","store":false,"previous_response_id":"resp_1"}""", false)]
    [InlineData("""{"model":"m","input":"x","store":false,"background":true}""", false)]
    public void A_response_that_can_be_asked_for_again_is_given_once(string body, bool isOn) =>
        Assert.Equal(isOn, CacheRule.Of(Request(body, "max-age=60", format: WireFormat.Responses), Day) is not null);

    [Theory]
    [InlineData(LlmOperation.GenerateImage)]
    [InlineData(LlmOperation.EditImage)]
    [InlineData(LlmOperation.Speak)]
    [InlineData(LlmOperation.Transcribe)]
    [InlineData(LlmOperation.Compact)]
    public void Pictures_sound_and_compactions_are_not_kept_but_only_if_cached_is_obeyed(LlmOperation operation)
    {
        Assert.Null(CacheRule.Of(Request("""{"model":"m"}""", "max-age=60", operation: operation), Day));
        var rule = CacheRule.Of(Request("""{"model":"m"}""", "only-if-cached", operation: operation), Day)!.Value;
        Assert.Equal((null, true), (rule.Owner, rule.OnlyIfCached));
    }

    [Fact]
    public void A_server_that_keeps_nothing_is_off_and_a_caller_that_is_nobody_too()
    {
        Assert.Null(CacheRule.Of(Request("""{"model":"m"}""", "max-age=60"), TimeSpan.Zero));
        Assert.Null(CacheRule.Of(Request("""{"model":"m"}""", "only-if-cached"), TimeSpan.Zero)!.Value.Owner);
        Assert.Null(CacheRule.Of(Request("""{"model":"m"}""", "max-age=60", keyId: null), Day));
    }

    private static LlmRequest Request(
        string body, string? said = null, TimeSpan? key = null, TimeSpan? route = null, WireFormat format = WireFormat.Chat, LlmOperation operation = LlmOperation.Generate, string? keyId = "k1")
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return new LlmRequest
        {
            Id = "req_test", At = DateTimeOffset.UnixEpoch, Started = 0, Format = format, Operation = operation, Body = bytes, Envelope = EnvelopeReader.Read(bytes),
            Caller = new Caller(keyId, null, "test", new[] { "gateway" }.ToFrozenSet()) { CacheFor = key },
            Cache = said is null ? null : CacheHeader.Read(said),
            Route = new Route("m", [Requests.Target("up")]) { Rule = route is null ? null : new RouteRule { Choices = [], CacheFor = route } },
        };
    }
}
