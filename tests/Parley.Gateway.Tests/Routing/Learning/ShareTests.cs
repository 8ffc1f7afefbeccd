using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Routing.Learning;
using static Parley.Gateway.Tests.Routing.Policies.Options;

namespace Parley.Gateway.Tests.Routing.Learning;

/// <summary>The promise on choosing: a slow or dear provider loses its share within 30 seconds, a recovered one regains it. Traffic on a clock
/// that the test moves: every call is planned by the product's chooser, and teaches when it is over.</summary>
public sealed class ShareTests
{
    [Theory]
    [InlineData("fastest", 2), InlineData("fastest", 20), InlineData("fastest", 100)]
    [InlineData("balanced", 5), InlineData("balanced", 20), InlineData("balanced", 100)]
    [InlineData("vr", 20)]
    public void A_slow_provider_loses_its_share_within_30_seconds_and_a_recovered_one_regains_it(string objective, int callsPerSecond)
    {
        var traffic = new Traffic(objective, callsPerSecond);
        traffic.Run(60, slow: null);
        Assert.InRange(traffic.Run(30, slow: null), 0.25, 0.75);
        traffic.Run(30, slow: "a");
        Assert.InRange(traffic.Run(30, slow: "a"), 0, objective == "balanced" ? 0.15 : 0.06);
        traffic.Run(callsPerSecond < 5 ? 120 : 45, slow: null);
        // Of one that nobody needs to try (vr), only a call that the other is too slow for would tell; hedges are such calls.
        if (objective != "vr") Assert.InRange(traffic.Run(60, slow: null), 0.25, 0.75);
    }

    [Fact]
    public void A_dear_provider_loses_its_share_with_the_next_request()
    {
        var (a, b) = (Target("m", 1, 1, at: "a"), Target("m", 2, 2, at: "b"));
        var chooser = Choosers.Of(new UpstreamHealthBook(TimeProvider.System));
        Assert.Equal("a", First(a, b));
        Assert.Equal("b", First(a with { InputPrice = 3, OutputPrice = 3 }, b));
        Assert.Equal("a", First(a, b));

        string First(UpstreamTarget one, UpstreamTarget other)
        {
            var request = Requests.Of("""{"model":"r","messages":[]}""");
            request.Route = new Route("r", [one, other]) { Rule = Rule("cheapest", new RouteChoice("m", [one, other])) };
            return chooser.Plan(request).Candidates[0].Upstream.Name;
        }
    }

    /// <summary>Two providers of about the same speed; calls come evenly, first tokens vary by a third around 300 ms (3 s where slow).</summary>
    private sealed class Traffic
    {
        private readonly ManualClock _clock = new();
        private readonly LearnedLatencies _latencies;
        private readonly RouteChooser _chooser;
        private readonly Route _route;
        private readonly int _callsPerSecond;
        private readonly Random _chance = new(5);
        private readonly PriorityQueue<(UpstreamTarget Target, double Took), double> _underWay = new();
        private double _now;

        public Traffic(string objective, int callsPerSecond)
        {
            _latencies = new LearnedLatencies(_clock);
            _chooser = Choosers.Of(new UpstreamHealthBook(_clock), _latencies, seed: 3);
            var (a, b) = (Target("m", at: "a"), Target("m2", at: "b"));
            _route = new Route("r", [a, b]) { Rule = Rule(objective, Choice(a), Choice(b)) };
            _callsPerSecond = callsPerSecond;
        }

        /// <summary>Runs for some seconds; returns the share of "a".</summary>
        public double Run(int seconds, string? slow)
        {
            var (all, ofA) = (seconds * _callsPerSecond, 0);
            for (var i = 0; i < all; i++)
            {
                Settle();
                var request = Requests.Of("""{"model":"r","stream":true,"messages":[]}""");
                request.Route = _route;
                var target = _chooser.Plan(request).Candidates[0];
                if (target.Upstream.Name == "a") ofA++;
                var took = (target.Upstream.Name == slow ? 3 : 0.3) * (0.67 + (_chance.NextDouble() * 0.66));
                _underWay.Enqueue((target, took), _now + took);
                _now += 1.0 / _callsPerSecond;
                _clock.Advance(1.0 / _callsPerSecond);
            }

            return (double)ofA / all;
        }

        private void Settle()
        {
            while (_underWay.TryPeek(out var call, out var at) && at <= _now)
            {
                _underWay.Dequeue();
                _latencies.Learn(call.Target, new CallSample { IsStream = true, FirstToken = call.Took });
            }
        }
    }
}
