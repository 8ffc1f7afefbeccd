using Parley.Gateway.Messages;
using Parley.Gateway.Pipeline;
using Parley.Gateway.Pipeline.Admission;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;

namespace Parley.Gateway.Tests.Pipeline;

public sealed class AdmitTests
{
    private static LimitBook Book => new(new UserLimits(), TimeProvider.System);

    [Fact]
    public async Task A_known_model_passes_without_a_look()
    {
        var routes = new Routes("m") { Added = "n" };
        var answer = await new Admit(new Echo(), routes, Book).SendAsync(Requests.Of("""{"model":"m"}"""), default);
        Assert.Equal(("m", 0), (answer.Fault!.Message, routes.Looks));
    }

    [Fact]
    public async Task A_model_that_was_added_a_moment_ago_is_found_by_a_look()
    {
        var routes = new Routes("m") { Added = "n" };
        var answer = await new Admit(new Echo(), routes, Book).SendAsync(Requests.Of("""{"model":"n"}"""), default);
        Assert.Equal(("n", 1), (answer.Fault!.Message, routes.Looks));
    }

    [Fact]
    public async Task A_model_that_a_look_does_not_find_either_is_404()
    {
        var routes = new Routes("m") { Added = "n" };
        var answer = await new Admit(new Echo(), routes, Book).SendAsync(Requests.Of("""{"model":"o"}"""), default);
        Assert.Equal((FaultKind.NotFound, "model_not_found", 1), (answer.Fault!.Kind, answer.Fault.Code, routes.Looks));
    }

    /// <summary>The rest of the pipeline: answers with the route's name.</summary>
    private sealed class Echo : ILlmClient
    {
        public ValueTask<LlmAnswer> SendAsync(LlmRequest request, CancellationToken cancellationToken) =>
            new(new FailedAnswer(new GatewayFault(FaultKind.Internal, request.Route!.Model)));
    }

    private sealed class Routes(string known) : IRouteSource
    {
        private static readonly UpstreamConfig Upstream = new() { Name = "up", Kind = "chat" };

        public required string Added { get; init; }

        public int Looks { get; private set; }

        public RouteSnapshot Current { get; private set; } = Of(known);

        public async ValueTask RefreshAsync(CancellationToken cancellationToken)
        {
            Looks++;
            await Task.Yield();
            Current = Of(known, Added);
        }

        private static RouteSnapshot Of(params string[] models) => new([Upstream], models.Select(m => new Route(m, [new UpstreamTarget(Upstream, m)])));
    }
}
