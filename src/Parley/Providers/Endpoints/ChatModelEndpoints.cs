using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Shared;

namespace Parley.Providers.Endpoints;

/// <summary><c>/api/v1/chat/models</c>.</summary>
internal static class ChatModelEndpoints
{
    private const string Example =
        """{"items":[{"id":"fast","name":"fast","owner":"acme","contextWindow":128000,"maxOutputTokens":16384,"capabilities":["vision","tools"]}],"next":null}""";

    public static void MapChatModels(this IEndpointRouteBuilder routes) => routes.MapGroup("/api/v1/chat").RequireAuthorization(Policies.GatewayOrAdmin).WithTags("Chat")
        .MapGet("/models", List).WithName("listChatModels").WithSummary("The models that this caller may chat with, by name.")
        .WithDescription("Those of GET /v1/models that answer in text, with what is known of them. What a route may choose has at least the capabilities and room that are told of the route.")
        .WithExample(response: Example).Produces<Page<ChatModelView>>()
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

    private static IResult List(string? cursor, int? limit, IRouteSource routes)
    {
        if (!PageQuery.TryRead(cursor, limit, _ => true, out var page, out var problem)) return problem;
        // The snapshot's models are in order of their names.
        var models = routes.Current.Models.Where(m => m.Kind == ModelKind.Chat && (page.After is null || string.CompareOrdinal(m.Model, page.After) > 0)).Take(page.Limit + 1);
        return TypedResults.Ok(page.ToPage([.. models.Select(ChatModelView.Of)], m => m.Id));
    }
}
