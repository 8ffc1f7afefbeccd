using System.Text.Json;
using System.Text.Json.Nodes;
using Parley.Chat.Conversations;
using Parley.Chat.Pages.Reading;
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
        pages.MapPost("/c/{id:guid}/archive", (Guid id, HttpContext context, FormState form, ConversationStore store) =>
            ChangeAsync(id, context, store, new JsonObject { ["archived"] = form["On"] == "true" }, said: form["On"] == "true" ? "Archived. Search finds it all the same." : "Taken out of the archive.", back: Back(form)));
        pages.MapPost("/c/{id:guid}/model", (Guid id, HttpContext context, FormState form, ConversationStore store) => ChangeAsync(id, context, store, new JsonObject { ["model"] = form["Model"] is { Length: > 0 } model ? model : null }));
        pages.MapPost("/c/{id:guid}/persona", (Guid id, HttpContext context, FormState form, ConversationStore store) => Guid.TryParseExact(form["Persona"], "D", out var persona) ? ChangeAsync(id, context, store, new JsonObject { ["personaId"] = persona }) : Task.FromResult(FormAnswer.Gone(context)));
        pages.MapPost("/c/{id:guid}/branch", (Guid id, HttpContext context, FormState form, ConversationStore store) => ChangeAsync(id, context, store, new JsonObject { ["headId"] = form["Message"] }, $"#m-{form["Message"]}"));
        pages.MapPost("/c/folder", RenameFolderAsync);
        pages.MapPost("/c/{id:guid}/settings", SetAsync);
        pages.MapPost("/c/{id:guid}/delete", DeleteAsync);
        pages.MapPost("/c/{id:guid}/destroy", DestroyAsync);
        pages.MapPost("/c/{id:guid}/restore", RestoreAsync);
        pages.MapPost("/c/{id:guid}/m/{messageId:guid}/feedback", RateAsync);
        pages.MapPost("/c/{id:guid}/m/{messageId:guid}/fork", ForkAsync);
    }

    /// <summary>The list that a form stands in.</summary>
    private static string? Back(FormState form) => form["Back"] is ChatsView.All or ChatsView.Archived ? $"/chats?show={form["Back"]}" : null;

    private static async Task<IResult> ChangeAsync(Guid id, HttpContext context, ConversationStore store, JsonObject patch, string fragment = "", string? said = null, string? back = null)
    {
        if (patch["headId"] is { } head && !Guid.TryParseExact(head.GetValue<string>(), "D", out _)) return FormAnswer.Gone(context);
        var (change, errors) = await store.PatchAsync(CallerIdentity.UserId(context.User), id, IfMatch.Any, patch, context.RequestAborted);
        if (errors is { Count: > 0 } wrong) return Wrong(context, $"/c/{id}", wrong);
        return change.Row is null ? FormAnswer.Gone(context) : FormAnswer.Go(context, back ?? $"/c/{id}{fragment}", said);
    }

    private static IResult Wrong(HttpContext context, string path, IReadOnlyDictionary<string, string[]> errors) =>
        FormAnswer.Fail(context, path, StatusCodes.Status400BadRequest, string.Join(" ", errors.Select(error => $"The {error.Key} {error.Value[0]}.")) + " Nothing was changed.");

    private static async Task<IResult> RenameFolderAsync(HttpContext context, FormState form, Folders folders)
    {
        var to = form["Folder"].Trim() is { Length: > 0 } name ? name : null;
        if (new ConversationSettings { Folder = to }.Mistakes() is { Count: > 0 } wrong) return Wrong(context, "/", wrong);
        if (await folders.RenameAsync(CallerIdentity.UserId(context.User), form["From"], to, context.RequestAborted) == 0) return FormAnswer.Gone(context);
        return FormAnswer.Go(context, "/", to is null ? "The folder is gone. Its chats are kept, by their days." : $"The folder is called “{to}” now.");
    }

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext context, FormState form, ConversationStore store) =>
        (await store.DeleteAsync(CallerIdentity.UserId(context.User), id, IfMatch.Any, context.RequestAborted)).Row is null ? FormAnswer.Gone(context) : FormAnswer.Go(context, Back(form) ?? "/", "The chat was deleted. For 30 days it can be restored.");

    private static async Task<IResult> DestroyAsync(Guid id, HttpContext context, ConversationStore store) =>
        (await store.DestroyAsync(CallerIdentity.UserId(context.User), id, IfMatch.Any, context.RequestAborted)).Row is null ? FormAnswer.Gone(context) : FormAnswer.Go(context, "/chats?show=deleted", "The chat is deleted for good.");

    /// <summary>Instructions, temperature and the like.</summary>
    private static async Task<IResult> SetAsync(Guid id, HttpContext context, FormState form, ConversationStore store)
    {
        var (parameters, wrong) = SettingsFields.Read(form);
        if (wrong is not null) return FormAnswer.Fail(context, $"/c/{id}", StatusCodes.Status400BadRequest, wrong + " Nothing was changed.");
        return await ChangeAsync(id, context, store, new JsonObject { ["parameters"] = JsonSerializer.SerializeToNode(parameters, StrictJson.Options) }, said: "The settings hold from the next answer on.");
    }

    private static async Task<IResult> RestoreAsync(Guid id, HttpContext context, ConversationStore store) =>
        (await store.RestoreAsync(CallerIdentity.UserId(context.User), id, context.RequestAborted)).Row is null ? FormAnswer.Gone(context) : FormAnswer.Go(context, $"/c/{id}");

    /// <summary>Goes on from a message in a chat of its own.</summary>
    private static async Task<IResult> ForkAsync(Guid id, Guid messageId, HttpContext context, ConversationFork fork) =>
        await fork.MakeAsync(CallerIdentity.UserId(context.User), id, messageId, context.RequestAborted) is { } made ? FormAnswer.Go(context, $"/c/{made.Id}") : FormAnswer.Gone(context);

    private static async Task<IResult> RateAsync(Guid id, Guid messageId, HttpContext context, FormState form, MessageRatings ratings)
    {
        Rating? rating = form["Rating"] switch { "good" => Rating.Good, "bad" => Rating.Bad, _ => null };
        return await ratings.RateAsync(CallerIdentity.UserId(context.User), id, messageId, new RatingWanted(rating), context.RequestAborted) is null
            ? FormAnswer.Gone(context) : FormAnswer.Go(context, $"/c/{id}#m-{messageId}");
    }
}
