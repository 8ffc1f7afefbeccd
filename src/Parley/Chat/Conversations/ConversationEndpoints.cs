using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Chat.Sharing;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Conversations;

/// <summary><c>/api/v1/conversations</c>: the conversations themselves.</summary>
internal static class ConversationEndpoints
{
    private const string Shown =
        """{"id":"019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e","title":"Trip to Lisbon","folder":"travel","pinned":true,"archived":false,"model":null,"personaId":null,"headId":"019a8f2c-8a11-7f00-a1b2-c3d4e5f60718","createdAt":"2026-01-31T12:00:00Z","updatedAt":"2026-01-31T12:05:00Z","deletedAt":null,"version":3}""";

    private const string Whole =
        """{"id":"019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e","title":"Trip to Lisbon","folder":"travel","pinned":true,"archived":false,"model":null,"personaId":null,"headId":"019a8f2c-8a11-7f00-a1b2-c3d4e5f60718","createdAt":"2026-01-31T12:00:00Z","updatedAt":"2026-01-31T12:05:00Z","deletedAt":null,"version":3,"draft":"And by train?","draftFiles":[],"parameters":{"temperature":0.7,"topP":null,"maxOutputTokens":null},"share":null}""";

    public static void MapConversations(this RouteGroupBuilder group)
    {
        group.MapGet("", ConversationList.ListAsync).WithName("listConversations").WithSummary("The caller's conversations, those first in which something was said last.")
            .WithDescription("Without filters: those that are neither archived nor deleted.")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("", CreateAsync).WithName("createConversation").WithSummary("Makes an empty conversation.")
            .WithDescription("A conversation without a title gets one from its first exchange.")
            .WithExample("""{"title":"Trip to Lisbon","folder":"travel"}""", Whole).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{id}", ReadAsync).WithName("readConversation").WithSummary("One conversation, with its draft and its share link.")
            .WithExample(response: Whole).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPatch("/{id}", ChangeAsync).WithName("changeConversation").WithSummary("Renames, pins, files, archives it; chooses model, persona and the branch that is shown.")
            .WithDescription("A merge patch: members that are given replace, null takes away, everything else stays. headId shows the branch through that message, to its newest end.")
            .Accepts<ConversationSettings>("application/json", MergePatch.ContentType)
            .WithExample("""{"title":"Lisbon in May","pinned":true,"folder":null}""", Whole)
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        group.MapDelete("/{id}", DeleteAsync).WithName("deleteConversation").WithSummary("Deletes a conversation; for 30 days it can be restored.")
            .WithDescription("With permanent=true it is destroyed at once, also when it was deleted before. A share link stops working in both cases.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        group.MapPost("/{id}/restore", RestoreAsync).WithName("restoreConversation").WithSummary("Takes a deleted conversation back.")
            .WithDescription("One that is not deleted stays as it is.").WithExample(response: Whole).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/{id}/draft", SetDraftAsync).WithName("setDraft").WithSummary("Keeps what was typed and attached and not sent, for all devices.")
            .WithDescription("At most 100000 characters. The conversation's version stays as it is.")
            .WithExample("""{"text":"And by train?","fileIds":["019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e"]}""").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    internal static ProblemHttpResult NotFound() => Problems.NotFound("There is no such conversation.");

    private static async Task<Results<Created<ConversationWhole>, ProblemHttpResult>> CreateAsync(
        ConversationSettings wanted, HttpContext context, ConversationStore store, CancellationToken cancellationToken)
    {
        var change = await store.CreateAsync(CallerIdentity.UserId(context.User), wanted, cancellationToken);
        if (change.Row is not { } made) return Problems.NotFound($"There is no such {change.Missing}.");
        IfMatch.Tell(context, made.Version);
        return TypedResults.Created($"/api/v1/conversations/{made.Id}", ConversationWhole.Of(made, []));
    }

    private static async Task<Results<Ok<ConversationWhole>, ProblemHttpResult>> ReadAsync(
        string id, HttpContext context, ParleyDbContext db, CancellationToken cancellationToken)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (await ConversationStore.FindAsync(db, userId, PathId.Read(id), cancellationToken) is not { } row) return NotFound();
        return await TellAsync(context, db, row, cancellationToken);
    }

    private static async Task<Results<Ok<ConversationWhole>, ProblemHttpResult>> ChangeAsync(
        string id, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch,
        ConversationStore store, ParleyDbContext db, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var wanted, out var problem)) return problem;
        var patch = await MergePatch.ReadAsync<ConversationSettings>(context.Request, cancellationToken);
        var (change, errors) = await store.PatchAsync(CallerIdentity.UserId(context.User), PathId.Read(id), wanted, patch, cancellationToken);
        if (errors is not null) return Problems.Invalid(errors.ToDictionary());
        if (change.Missing is { } missing) return Problems.NotFound($"There is no such {missing}. Nothing was changed.");
        if (change.Row is not { } row) return NotFound();
        if (change.IsMismatch) return IfMatch.Mismatch(context, "The conversation", row.Version);
        return await TellAsync(context, db, row, cancellationToken);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, [Description("true: for good, at once.")] bool? permanent, HttpContext context,
        [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, ConversationStore store, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var wanted, out var problem)) return problem;
        var (userId, which) = (CallerIdentity.UserId(context.User), PathId.Read(id));
        var change = permanent == true
            ? await store.DestroyAsync(userId, which, wanted, cancellationToken)
            : await store.DeleteAsync(userId, which, wanted, cancellationToken);
        if (change.Row is not { } row) return NotFound();
        return change.IsMismatch ? IfMatch.Mismatch(context, "The conversation", row.Version) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<ConversationWhole>, ProblemHttpResult>> RestoreAsync(
        string id, HttpContext context, ConversationStore store, ParleyDbContext db, CancellationToken cancellationToken)
    {
        var change = await store.RestoreAsync(CallerIdentity.UserId(context.User), PathId.Read(id), cancellationToken);
        return change.Row is { } row ? await TellAsync(context, db, row, cancellationToken) : NotFound();
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> SetDraftAsync(
        string id, DraftWanted draft, HttpContext context, ConversationStore store, CancellationToken cancellationToken)
    {
        return await store.SetDraftAsync(CallerIdentity.UserId(context.User), PathId.Read(id), draft.Text, draft.FileIds ?? [], cancellationToken) ? TypedResults.NoContent() : NotFound();
    }

    private static async Task<Ok<ConversationWhole>> TellAsync(HttpContext context, ParleyDbContext db, Model.Conversation row, CancellationToken cancellationToken)
    {
        IfMatch.Tell(context, row.Version);
        return TypedResults.Ok(ConversationWhole.Of(
            row, await FileOfMessage.ReadAsync(db, row.UserId, DraftFiles.Read(row.DraftFiles), cancellationToken), await ShareShown.FindAsync(db, context.Request, row.UserId, row.Id, cancellationToken)));
    }
}
