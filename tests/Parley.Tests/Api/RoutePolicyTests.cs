using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Api;

/// <summary>Who may use which route is said where the route is mapped, never left to a default.</summary>
public sealed class RoutePolicyTests
{
    private static readonly string[] OpenToEverybody =
    [
        "/", "/.well-known/jwks.json", "/api/v1/auth/forgot", "/api/v1/auth/login", "/api/v1/auth/logout", "/api/v1/auth/passkeys/login", "/api/v1/auth/passkeys/options", "/api/v1/auth/refresh", "/api/v1/auth/register", "/api/v1/auth/reset",
        "/api/v1/shared/{token}", "/api/v1/shared/{token}/files/{id}/content", "/api/v1/shared/{token}/files/{id}/thumbnail", "/assets/{name}", "/docs", "/forgot", "/frames/diagram", "/frames/picture", "/health/live", "/health/ready", "/login", "/login/cookie", "/login/passkey", "/logout", "/openapi/v1.json", "/register", "/reset", "/setup", "/shared/{token}",
    ];

    /// <summary>Where something else than the administration is, and who may use it.</summary>
    internal static readonly (string Path, string Policy)[] ForPeople =
    [
        ("/api/v1/auth/", Policies.Account),
        ("/api/v1/keys", Policies.AccountOrAdmin),
        ("/api/v1/chat/models", Policies.GatewayOrAdmin),
        ("/api/v1/chat/cache", Policies.GatewayOrAdmin),
        ("/api/v1/chat", Policies.Chat),
        ("/api/v1/conversations", Policies.Chat),
        ("/api/v1/events", Policies.Chat),
        ("/api/v1/personas", Policies.Chat),
        ("/api/v1/files", Policies.Chat),
        ("/api/v1/ws", Policies.Chat),
    ];

    [Fact]
    public async Task Every_route_states_its_policy()
    {
        await using var routes = new MappedRoutes();
        Assert.NotEmpty(routes.All);
        Assert.True(routes.All.All(route => route.Policy is not null), "A route states no policy:\n" + string.Join('\n', routes.All));
    }

    [Fact]
    public async Task Only_these_routes_are_open_to_everybody()
    {
        await using var routes = new MappedRoutes();
        Assert.Equal(OpenToEverybody, routes.All.Where(route => route.Policy == MappedRoute.Anonymous).Select(route => route.Path).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_administration_asks_for_admin_people_for_their_own_and_the_wire_for_gateway()
    {
        await using var routes = new MappedRoutes();
        Assert.All(routes.All.Where(route => route.Path.StartsWith("/api/", StringComparison.Ordinal) && route.Policy != MappedRoute.Anonymous),
            route => Assert.Equal((route.Path, ForPeople.FirstOrDefault(row => route.Path.StartsWith(row.Path, StringComparison.Ordinal)).Policy ?? Policies.Admin), (route.Path, route.Policy)));
        Assert.All(routes.All.Where(route => route.Path.StartsWith("/v1", StringComparison.Ordinal)), route => Assert.Equal(Policies.Gateway, route.Policy));
    }
}
