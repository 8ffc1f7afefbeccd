using System.Collections.Frozen;
using System.Text;
using CsCheck;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline.Caching;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Pipeline.Caching;

/// <summary>What finds a kept answer: the same owner and the same request, to the byte, and nothing else.</summary>
public sealed class CacheDigestTests
{
    private static readonly Gen<string> Name = Gen.String[Gen.Char['a', 'e'], 0, 6];

    private static readonly Gen<Asked> Requests = Gen.Select(
        Name, Name, Gen.Byte.Array[0, 40], Gen.Enum<WireFormat>(), Gen.Enum<LlmOperation>(), Gen.Select(Name, Name, Name),
        (owner, model, body, format, operation, more) => new Asked(owner, model, Convert.ToHexString(body), format, operation, more.Item1, more.Item2, more.Item3));

    [Fact]
    public void Two_requests_share_an_answer_only_when_everything_is_the_same() => Requests.Array[2].Sample(pair =>
        Assert.Equal(pair[0] == pair[1], pair[0].Key() == pair[1].Key()), iter: 20_000);

    /// <summary>A named route may choose by them; a model does not.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void Tags_count_where_a_route_chooses(bool named)
    {
        Assert.Equal(named, Key("priority:high") != Key("priority:low"));

        CacheKey Key(string tags)
        {
            var plain = Tests.Requests.Of("""{"model":"m"}""");
            var target = new UpstreamTarget(new UpstreamConfig { Name = "up", Kind = "chat" }, "m");
            var request = new LlmRequest
            {
                Id = plain.Id, At = plain.At, Started = plain.Started, Format = plain.Format, Operation = plain.Operation, Body = plain.Body, Envelope = plain.Envelope, Caller = plain.Caller, Tags = tags,
                Route = new Route("m", [target]) { Rule = named ? new RouteRule { Choices = [new RouteChoice("m", [target])] } : null },
            };
            return CacheDigest.Of(request, CacheOwner.Of(request.Caller)!.Value);
        }
    }

    [Fact]
    public void The_same_request_has_the_same_key() => Requests.Sample(asked => Assert.Equal(asked.Key(), asked.Key()), iter: 2_000);

    /// <summary>However two owners ask: not even the same bytes over the same route meet.</summary>
    [Fact]
    public void Two_owners_never_share() => Gen.Select(Requests, Name, Name).Sample((asked, one, other) =>
    {
        if (one == other) return;
        var (mine, theirs) = ((asked with { Owner = one }).Key(), (asked with { Owner = other }).Key());
        Assert.NotEqual(mine, theirs);
        // The hash alone is another one too: the owner is in it, and stands beside it.
        Assert.NotEqual((mine.High, mine.Low), (theirs.High, theirs.Low));
        Assert.NotEqual(mine.Owner, theirs.Owner);
    }, iter: 5_000);

    [Fact]
    public void Any_change_of_a_byte_misses() => Gen.Select(Gen.Byte.Array[1, 60], Gen.Int[0, 10_000], Gen.Byte).Sample((body, place, value) =>
    {
        var changed = (byte[])body.Clone();
        changed[place % body.Length] = value;
        var one = new Asked("k", "m", Convert.ToHexString(body), WireFormat.Chat, LlmOperation.Generate, "", "", "");
        Assert.Equal(body.AsSpan().SequenceEqual(changed), one.Key() == (one with { Body = Convert.ToHexString(changed) }).Key());
    }, iter: 5_000);

    [Fact]
    public void A_user_and_a_key_of_the_same_name_are_two_owners()
    {
        var scopes = new[] { "gateway" }.ToFrozenSet();
        var user = CacheOwner.Of(new Caller("k1", "a", "n", scopes));
        var key = CacheOwner.Of(new Caller("a", null, "n", scopes));
        Assert.NotEqual(user, key);
        // All keys of a user share, whichever it is.
        Assert.Equal(user, CacheOwner.Of(new Caller("k2", "a", "other", scopes)));
        Assert.Null(CacheOwner.Of(new Caller(null, null, "nobody", scopes)));
    }

    private sealed record Asked(string Owner, string Model, string Body, WireFormat Format, LlmOperation Operation, string Header, string Query, string Upstream)
    {
        public CacheKey Key()
        {
            var caller = new Caller(Owner, null, "test", new[] { "gateway" }.ToFrozenSet());
            var request = new LlmRequest
            {
                Id = RequestId.New(TimeProvider.System), At = TimeProvider.System.GetUtcNow(), Started = 0, Format = Format, Operation = Operation, Caller = caller,
                Body = Encoding.ASCII.GetBytes(Body), Envelope = new RequestEnvelope { Model = Model, ModelValue = default, FirstMember = 0 },
                VendorHeaders = [new("anthropic-beta", Header)], Query = Query,
                Route = new Route(Model, [new UpstreamTarget(new UpstreamConfig { Name = Upstream, Kind = "chat" }, "up")]),
            };
            return CacheDigest.Of(request, CacheOwner.Of(caller)!.Value);
        }
    }
}
