using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.OpenApi;
using Parley.Identity.Avatars;
using Parley.Shared;

namespace Parley.Identity.Endpoints;

/// <summary><c>/api/v1/auth/me/avatar</c>.</summary>
internal static class AvatarEndpoints
{
    /// <summary>A picture that is drawn anew takes hundreds of times its bytes.</summary>
    public static readonly TurnsPerPerson Turns = new(1, "A picture of yours is being drawn. This one was not taken; send it again in a moment.");

    private const string Me =
        """{"id":"01981f0a-7c2e-7d4b-9a35-5f0c2f1e8b11","email":"ada@example.org","displayName":"Ada","role":"member","createdAt":"2026-01-31T12:00:00Z","avatarUrl":"/api/v1/auth/me/avatar?v=0b1c2d3e","hasPassword":true,"hasTotp":false}""";

    public static void MapAvatars(this IEndpointRouteBuilder routes)
    {
        var own = routes.MapAuthGroup().RequireAuthorization(Policies.Account);
        own.MapGet("/me/avatar", ReadAsync).WithName("readAvatar").WithSummary("The caller's picture, WebP, 256 pixels square.")
            .Produces<Stream>(StatusCodes.Status200OK, "image/webp").ProducesProblem(StatusCodes.Status404NotFound)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.Responses!["200"] = new OpenApiResponse { Description = "The picture.", Content = Pictures("image/webp") };
                return Task.CompletedTask;
            });
        own.MapPut("/me/avatar", WriteAsync).AddEndpointFilter(Turns).WithName("writeAvatar").WithSummary("Sets the caller's picture.")
            .WithDescription("The body is the picture itself: PNG, JPEG or WebP, told by its content, 5 MiB and 40 million pixels at most. Its middle is cut out and drawn anew in 256 pixels; nothing else of it is kept.")
            .WithExample(response: Me).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status429TooManyRequests)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                // Told here and not by the route: a route that takes only some types refuses the others before it asks who is calling.
                operation.RequestBody = new OpenApiRequestBody { Required = true, Content = Pictures("image/png", "image/jpeg", "image/webp") };
                return Task.CompletedTask;
            });
        own.MapDelete("/me/avatar", RemoveAsync).WithName("removeAvatar").WithSummary("Takes the caller's picture away.");
    }

    private static Dictionary<string, OpenApiMediaType> Pictures(params string[] types) =>
        types.ToDictionary(type => type, _ => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } });

    private static async Task<IResult> ReadAsync(HttpContext context, AvatarStore avatars, CancellationToken cancellationToken)
    {
        if (await avatars.FindAsync(CallerIdentity.UserId(context.User), cancellationToken) is not { } picture) return Problems.NotFound("There is no picture.");
        return TypedResults.Bytes(picture, "image/webp");
    }

    private static async Task<Results<Ok<MeView>, ProblemHttpResult>> WriteAsync(HttpContext context, AvatarStore avatars, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int read; (read = await context.Request.Body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            body.Write(buffer, 0, read);
            if (body.Length > AvatarImage.MaxBytes) return Problems.Invalid("body", "is longer than 5 MiB: send a smaller picture");
        }

        if (await avatars.DrawAsync(body.ToArray(), cancellationToken) is not { } picture)
            return Problems.Invalid("body", "is no picture that can be used: send a PNG, JPEG or WebP of 40 million pixels at most");
        return await avatars.SetAsync(CallerIdentity.UserId(context.User), picture, cancellationToken) is { } user ? TypedResults.Ok(MeView.Of(user)) : AuthEndpoints.Gone();
    }

    private static async Task<NoContent> RemoveAsync(HttpContext context, AvatarStore avatars, CancellationToken cancellationToken)
    {
        await avatars.SetAsync(CallerIdentity.UserId(context.User), null, cancellationToken);
        return TypedResults.NoContent();
    }
}
