using System.Text;
using Parley.Gateway.Messages;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Routing.Learning;
using static Parley.Gateway.Tests.Routing.Policies.Options;

namespace Parley.Gateway.Tests.Routing;

public sealed class RouteChooserTests
{
    private static readonly UpstreamTarget Small = Target("s", 1, 1, window: 1_000), Large = Target("l", 2, 2, window: 100_000), Unknown = Target("u");

    private readonly UpstreamHealthBook _health = new(TimeProvider.System);

    [Fact]
    public void A_plain_model_is_planned_at_no_cost()
    {
        var request = Ask(new Route("m", [Small, Large]), "Hi");
        var chooser = Choosers.Of(_health);
        for (var i = 0; i < 1000; i++) chooser.Plan(request);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) chooser.Plan(request);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Same(request.Route!.InOrder, chooser.Plan(request));
    }

    [Theory]
    [InlineData("balanced"), InlineData("cheapest"), InlineData("fastest"), InlineData("quality"), InlineData("vr")]
    public void A_named_route_of_five_is_planned_in_microseconds(string objective)
    {
        UpstreamTarget[] five = [.. Enumerable.Range(1, 5).Select(i => Target($"m{i}", i, i, 100_000, ModelCapabilities.Tools))];
        var request = Ask(new Route("r", [.. five]) { Rule = Rule(objective, [.. five.Select(t => Choice(t))]) }, "How are you?");
        var chooser = Choosers.Of(_health);
        for (var i = 0; i < 20_000; i++) chooser.Plan(request);
        var started = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < 20_000; i++) chooser.Plan(request);
        var each = TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / 20_000;
        TestContext.Current.TestOutputHelper?.WriteLine($"{objective}: {each:0.0} us");
        Assert.InRange(each, 0, 200); // under 10 alone; the machine may be busy
    }

    [Fact]
    public void A_plain_model_is_not_sent_what_certainly_does_not_fit()
    {
        var words = string.Concat(Enumerable.Repeat("word ", 1_500));
        Assert.Equal("l u", Plan(new Route("m", [Small, Large, Unknown]), words));
        Assert.Equal("s l", Plan(new Route("m", [Small, Large]), words[..4_000])); // 800 words
        var fault = Assert.Throws<GatewayFaultException>(() => Plan(new Route("m", [Small]), words)).Fault;
        Assert.Equal((400, "context_length_exceeded"), (fault.Status, fault.Code));
        Assert.Contains("'m' is 1,000 tokens", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_is_no_long_prompt() =>
        Assert.Equal("s", Plan(new Route("m", [Small]), $"\",\"image\":\"data:image/png;base64,{Convert.ToBase64String(new byte[200_000])}"));

    [Fact]
    public void Only_what_is_generated_needs_room()
    {
        var request = Requests.Of($$"""{"model":"m","input":"{{string.Concat(Enumerable.Repeat("word ", 1_500))}}"}""", operation: LlmOperation.Embed);
        request.Route = new Route("m", [Small]);
        Assert.Same(request.Route.InOrder, Choosers.Of(_health).Plan(request));
    }

    [Fact]
    public void Plain_models_that_are_down_come_last()
    {
        _health.Probed(Small.Upstream, new ProbeResult(TimeSpan.Zero, "refused", null, null));
        Assert.Equal("l s", Plan(new Route("m", [Small, Large]), "Hi"));
        Assert.Equal("l s", Plan(new Route("r", [Small, Large]) { Rule = Rule("cheapest", Choice(Small), Choice(Large)) }, "Hi"));
    }

    [Fact]
    public void The_callers_wish_for_a_first_token_goes_before_the_routes_and_its_objectives()
    {
        var plain = new Route("m", [Small]);
        var vr = new Route("r", [Small]) { Rule = Rule("vr", Choice(Small)) };
        Assert.Null(Choosers.Of(_health).Plan(Ask(plain, "Hi")).FirstTokenObjective);
        var hurried = Choosers.Of(_health).Plan(Ask(plain, "Hi", 300));
        Assert.Equal((300, 0.05), (hurried.FirstTokenObjective!.Value.TotalMilliseconds, hurried.HedgeShare));
        Assert.Equal(700, Choosers.Of(_health).Plan(Ask(vr, "Hi")).FirstTokenObjective!.Value.TotalMilliseconds);
        Assert.Equal(500, Choosers.Of(_health).Plan(Ask(vr with { Rule = vr.Rule with { MaxFirstToken = TimeSpan.FromMilliseconds(500) } }, "Hi")).FirstTokenObjective!.Value.TotalMilliseconds);
        Assert.Equal(300, Choosers.Of(_health).Plan(Ask(vr, "Hi", 300)).FirstTokenObjective!.Value.TotalMilliseconds);
    }

    [Fact]
    public void Where_no_time_is_given_a_second_call_waits_for_the_learned_p95()
    {
        var latencies = new LearnedLatencies(TimeProvider.System);
        var chooser = Choosers.Of(_health, latencies);
        var route = new Route("r", [Small, Large]) { Rule = Rule("cheapest", Choice(Small), Choice(Large)) with { HedgeShare = 0.05 } };
        Assert.Null(chooser.Plan(Ask(route, "Hi", stream: true)).FirstTokenObjective);
        for (var i = 0; i < 100; i++) latencies.Learn(Small, new CallSample { IsStream = true, FirstToken = i < 90 ? 0.2 : 1 });
        Assert.InRange(chooser.Plan(Ask(route, "Hi", stream: true)).FirstTokenObjective!.Value.TotalSeconds, 1.6, 2.4);
        Assert.Null(chooser.Plan(Ask(route, "Hi")).FirstTokenObjective);
        Assert.Null(chooser.Plan(Ask(route with { Rule = route.Rule with { HedgeShare = null } }, "Hi", stream: true)).FirstTokenObjective);
    }

    [Fact]
    public void What_goes_on_from_a_broken_answer_is_not_chosen_again()
    {
        var route = new Route("r", [Small, Large]) { Rule = Rule("cheapest", Choice(Small), Choice(Large)) };
        var second = Ask(route, "Hi").Continuing(new Prompt(), route with { Candidates = [Large] });
        Assert.Equal(["l"], Choosers.Of(_health).Plan(second).Candidates.Select(c => c.UpstreamModel));
    }

    [Fact]
    public void Auto_is_for_chat()
    {
        var request = Requests.Of("""{"model":"auto","input":"x"}""", operation: LlmOperation.Embed);
        request.Route = new Route("auto", [Small]) { Rule = Rule("auto", Choice(Small)) };
        Assert.Equal(400, Assert.Throws<GatewayFaultException>(() => Choosers.Of(_health).Plan(request)).Fault.Status);
    }

    private string Plan(Route route, string text) => string.Join(' ', Choosers.Of(_health).Plan(Ask(route, text)).Candidates.Select(c => c.UpstreamModel));

    private static LlmRequest Ask(Route route, string text, int? maxFirstToken = null, bool stream = false)
    {
        var bytes = Encoding.UTF8.GetBytes($$"""{"model":"{{route.Model}}","messages":[{"role":"user","content":"{{text}}"}]}""");
        var like = Requests.Of(stream ? """{"model":"m","stream":true}""" : """{"model":"m"}""");
        return new LlmRequest
        {
            Id = like.Id, At = like.At, Started = like.Started, Format = like.Format, Operation = like.Operation, Caller = like.Caller, Envelope = like.Envelope, Body = bytes, Route = route,
            MaxFirstToken = maxFirstToken is { } wish ? TimeSpan.FromMilliseconds(wish) : null,
        };
    }
}
