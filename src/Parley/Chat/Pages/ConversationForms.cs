using System.Text.Json.Nodes;
using Parley.Chat.Conversations;
using Parley.Identity;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Chat.Pages;

/// <summary>Forms that change a conversation: name, pin, folder, archive, branch, rating, deletion and its undoing.</summary>
internal static class ConversationForms
{
    public static void MapConversationForms(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/c/{id:guid}/title", (Guid id, HttpContext context, FormState form, ConversationStore store) => ChangeAsync(id, context, store, new JsonObject { ["title"] = form["Title"].Trim() }));
        pages.MapPost("/c/{id:guid}/folder", (Guid id, HttpContext context, FormState form, ConversationStore store) => ChangeAsync(id, context, store, new JsonObject { ["folder"] = form["Folder"].Trim() is { Length: > 0 } folder ? folder : null }));
        pages.MapPost("/c/{id:guid}/pin", (Guid id, HttpContext context, FormState form, ConversationStore store) => ChangeAsync(id, context, store, new JsonObject { ["pinned"] = form["On"] == "true" }));
        pages.MapPost("/c/{id:guid}/archive", (Guid id, HttpContext context, FormState form, ConversationStore store) => ChangeAsync(id, context, store, new JsonObject { ["archived"] = form["On"] == "true" }));
        pages.MapPost("/c/{id:guid}/model", (Guid id, HttpContext context, FormState form, ConversationStore store) => ChangeAsync(id, context, store, new JsonObject { ["model"] = form["Model"] is { Length: > 0 } model ? model : null }));
        pages.MapPost("/c/{id:guid}/persona", (Guid id, HttpContext context, FormState form, ConversationStore store) => Guid.TryParseExact(form["Persona"], "D", out var persona) ? ChangeAsync(id, context, store, new JsonObject { ["personaId"] = persona }) : Task.FromResult(FormAnswer.Gone(context)));
        pages.MapPost("/c/{id:guid}/branch", (Guid id, HttpContext context, FormState form, ConversationStore store) => ChangeAsync(id, context, store, new JsonObject { ["headId"] = form["Message"] }, $"#m-{form["Message"]}"));
        pages.MapPost("/c/{id:guid}/delete", DeleteAsync);
        pages.MapPost("/c/{id:guid}/restore", RestoreAsync);
        pages.MapPost("/c/{id:guid}/m/{messageId:guid}/feedback", RateAsync);
    }

    private static async Task<IResult> ChangeAsync(Guid id, HttpContext context, ConversationStore store, JsonObject patch, string fragment = "")
    {
        if (patch["headId"] is { } head && !Guid.TryParseExact(head.GetValue<string>(), "D", out _)) return FormAnswer.Gone(context);
        var (change, errors) = await store.PatchAsync(CallerIdentity.UserId(context.User), id, IfMatch.Any, patch, context.RequestAborted);
        if (errors is { Count: > 0 } wrong) return FormAnswer.Fail(context, $"/c/{id}", StatusCodes.Status400BadRequest, string.Join(" ", wrong.Select(error => $"The {error.Key} {error.Value[0]}.")) + " Nothing was changed.");
        return change.Row is null ? FormAnswer.Gone(context) : FormAnswer.Go(context, $"/c/{id}{fragment}");
    }

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext context, ConversationStore store) =>
        (await store.DeleteAsync(CallerIdentity.UserId(context.User), id, IfMatch.Any, context.RequestAborted)).Row is null ? FormAnswer.Gone(context) : FormAnswer.Go(context, "/", "The conversation was deleted. For 30 days it can be restored.");

    private static async Task<IResult> RestoreAsync(Guid id, HttpContext context, ConversationStore store) =>
        (await store.RestoreAsync(CallerIdentity.UserId(context.User), id, context.RequestAborted)).Row is null ? FormAnswer.Gone(context) : FormAnswer.Go(context, $"/c/{id}");

    private static async Task<IResult> RateAsync(Guid id, Guid messageId, HttpContext context, FormState form, MessageRatings ratings)
    {
        Rating? rating = form["Rating"] switch { "good" => Rating.Good, "bad" => Rating.Bad, _ => null };
        return await ratings.RateAsync(CallerIdentity.UserId(context.User), id, messageId, new RatingWanted(rating), context.RequestAborted) is null
            ? FormAnswer.Gone(context) : FormAnswer.Go(context, $"/c/{id}#m-{messageId}");
    }
}
