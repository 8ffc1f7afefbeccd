using Microsoft.AspNetCore.Http;
using Parley.Gateway.Http;
using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Pipeline.Admission;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Http;

public sealed class AnswerHeadersTests
{
    [Theory]
    [InlineData("messages.name", "messages.name")]
    [InlineData("a\u007fb", "a%7Fb")] // a web server refuses the whole answer for it
    [InlineData("a\tb", "a%09b")]
    [InlineData("größe", "gr%C3%B6%C3%9Fe")]
    public void Names_that_callers_made_up_become_visible_ASCII(string name, string shown)
    {
        var headers = Headers("m", "seed", name);
        Assert.Equal($"seed, {shown}", headers["x-parley-dropped"]);
    }

    [Fact]
    public void No_header_is_longer_than_clients_take()
    {
        var headers = Headers(new string('m', 100_000), new string('x', 100_000));
        Assert.InRange(headers["x-parley-dropped"].ToString().Length, 1, 4100);
        Assert.InRange(headers["x-parley-model"].ToString().Length, 1, 600);
    }

    /// <summary>Whoever has limits of its own sees those; when to try again only the vendor knows.</summary>
    [Fact]
    public void What_a_vendor_says_of_another_try_goes_on_beside_the_keys_own_limits()
    {
        var plain = Requests.Of("""{"model":"m"}""");
        var request = new LlmRequest
        {
            Id = plain.Id, At = plain.At, Started = plain.Started, Format = plain.Format, Operation = plain.Operation, Body = plain.Body, Envelope = plain.Envelope,
            Caller = plain.Caller with { Limits = new CallerLimits(RequestsPerMinute: 60) }, Limits = new LimitBook(new UserLimits(), TimeProvider.System), Route = new Route("m", [Requests.Target("m")]),
        };
        var answer = new FailedAnswer(new GatewayFault(FaultKind.RateLimited, "slow"), rateLimits: [new("x-ratelimit-limit-requests", "9000"), new("retry-after-ms", "1500"), new("x-should-retry", "true")]);
        var headers = new HeaderDictionary();
        AnswerHeaders.Set(headers, answer, request);
        Assert.Equal(("60", "1500", "true"), (headers["x-ratelimit-limit-requests"].ToString(), headers["retry-after-ms"].ToString(), headers["x-should-retry"].ToString()));
        headers.Clear();
        AnswerHeaders.Set(headers, answer, plain);
        Assert.Equal(("9000", "1500"), (headers["x-ratelimit-limit-requests"].ToString(), headers["retry-after-ms"].ToString()));
    }

    private static HeaderDictionary Headers(string model, params string[] dropped)
    {
        var headers = new HeaderDictionary();
        AnswerHeaders.Set(headers, new Answer(Requests.Target(model), dropped), Requests.Of("""{"model":"m"}"""));
        return headers;
    }

    private sealed class Answer(UpstreamTarget target, string[] dropped) : LlmAnswer
    {
        public override UpstreamTarget Target => target;

        public override IReadOnlyCollection<string> Dropped => dropped;

        public override EventBatch Events { get; } = new();

        public override ReadOnlyMemory<byte> Raw => default;

        public override ValueTask<bool> MoveNextAsync(CancellationToken cancellationToken) => new(false);

        public override ValueTask DisposeAsync() => default;
    }
}
