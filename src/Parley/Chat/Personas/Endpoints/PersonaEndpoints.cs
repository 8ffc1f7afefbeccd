using System.ComponentModel;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Context;
using Parley.Chat.Conversations;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Personas.Endpoints;

/// <summary><c>/api/v1/personas</c>: who answers.</summary>
internal static class PersonaEndpoints
{
    private const string Wanted =
        """{"name":"Editor","description":"Makes texts clearer.","systemPrompt":"You edit texts. Keep the author's voice.","traits":["precise","tactful"],"capabilities":[],"model":null,"parameters":{"temperature":0.4},"greeting":"Paste a text.","starters":["Shorten this"],"avatar":{"color":"amber","glyph":"✎"},"usesMemory":true,"proposesMemories":false}""";

    private const string Shown =
        """{"id":"019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e","name":"Editor","description":"Makes texts clearer.","systemPrompt":"You edit texts. Keep the author's voice.","traits":["precise","tactful"],"capabilities":[],"can":{"thinking":true},"model":null,"parameters":{"temperature":0.4,"topP":null,"maxOutputTokens":null},"greeting":"Paste a text.","starters":["Shorten this"],"avatar":{"color":"amber","glyph":"✎","fileId":null},"usesMemory":true,"proposesMemories":false,"isDefault":false,"version":1,"createdAt":"2026-01-31T12:00:00Z","updatedAt":"2026-01-31T12:00:00Z","deletedAt":null}""";

    public static void MapPersonas(this RouteGroupBuilder group)
    {
        group.MapGet("", ListAsync).WithName("listPersonas").WithSummary("The caller's personas, oldest first; a new account has one.")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapPost("", CreateAsync).WithName("createPersona").WithSummary("Makes a persona.")
            .WithDescription("Only the name is needed. GET /personas/templates has some to begin from.")
            .WithExample(Wanted, Shown).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/templates", () => TypedResults.Ok(new Page<PersonaContent>(PersonaTemplates.All, null))).WithName("listPersonaTemplates").WithSummary("Personas to begin others from: bodies for POST /personas.")
            .WithExample(response: $$"""{"items":[{{Wanted}}],"next":null}""");
        group.MapGet("/current", CurrentAsync).WithName("readCurrentPersona").WithSummary("The persona that answers: in a conversation, or where a conversation names none.")
            .WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/current", ChooseAsync).WithName("chooseCurrentPersona").WithSummary("Chooses the persona that answers from now on.")
            .WithDescription("With conversationId in that conversation only. What was answered before stays as it is.")
            .WithExample("""{"personaId":"019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e"}""", Shown).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{id}", ReadAsync).WithName("readPersona").WithSummary("One persona.").WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPut("/{id}", ReplaceAsync).WithName("replacePersona").WithSummary("Replaces what a persona is; makes a new version of it.")
            .WithDescription("What the body does not say is empty afterwards. A body that changes nothing makes no version.")
            .WithExample(Wanted, Shown).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        group.MapDelete("/{id}", DeleteAsync).WithName("deletePersona").WithSummary("Deletes a persona with its versions and memories; for 30 days it can be restored.")
            .WithDescription("With permanent=true it is destroyed at once, also when it was deleted before. Conversations that it answered in stay, and go on with the current persona. The default persona cannot be deleted.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        group.MapPost("/{id}/restore", TakeBackAsync).WithName("restorePersona").WithSummary("Takes a deleted persona back, with its versions and memories.")
            .WithDescription("It answers again in the conversations where no other persona was chosen meanwhile. One that is not deleted stays as it is.")
            .WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapGet("/{id}/versions", VersionsAsync).WithName("listPersonaVersions").WithSummary("What a persona was, newest first, with what each version changed.")
            .WithDescription("The last 200 versions are kept.")
            .WithExample(response: $$"""{"items":[{"version":2,"createdAt":"2026-01-31T12:00:00Z","restoredFrom":null,"content":{{Wanted}},"changes":[{"field":"name","before":"Reader","after":"Editor","lines":null}]}],"next":null}""")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{id}/versions/{version}/restore", RestoreAsync).WithName("restorePersonaVersion").WithSummary("Takes an older version back, as a new one.")
            .WithExample(response: Shown).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    internal static ProblemHttpResult NotFound() => Problems.NotFound("There is no such persona.");

    private static async Task<Results<Ok<Page<PersonaShown>>, ProblemHttpResult>> ListAsync(
        [Description("true: the deleted ones that can be restored, instead.")] bool? deleted, string? cursor, int? limit, HttpContext context, PersonaStore store, ParleyDbContext db, IRouteSource routes, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, text => PathId.Read(text) != Guid.Empty, out var query, out var problem)) return problem;
        var userId = CallerIdentity.UserId(context.User);
        await store.DefaultAsync(userId, cancellationToken);
        var (after, oldest) = (query.After is { } last ? PathId.Read(last) : Guid.Empty, time.GetUtcNow() - PersonaBin.Keep);
        var rows = await db.Set<Persona>().AsNoTracking().Where(p => p.UserId == userId && (deleted == true ? p.DeletedAt >= oldest : p.DeletedAt == null) && (query.After == null || p.Id.CompareTo(after) > 0)).OrderBy(p => p.Id).Take(query.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(query.ToPage([.. rows.Select(p => PersonaShown.Of(p, routes))], p => p.Id.ToString()));
    }

    private static async Task<Results<Created<PersonaShown>, ProblemHttpResult>> CreateAsync(
        PersonaContent wanted, HttpContext context, PersonaStore store, IAttachedFiles files, IRouteSource routes, CancellationToken cancellationToken)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (await RefuseAsync(userId, wanted, files, cancellationToken) is { } refusal) return refusal;
        var change = await store.CreateAsync(userId, wanted, cancellationToken);
        if (change.Row is not { } made) return Problems.Conflict(change.Conflict!);
        IfMatch.Tell(context, made.Version);
        return TypedResults.Created($"/api/v1/personas/{made.Id}", PersonaShown.Of(made, routes));
    }

    private static async Task<Results<Ok<PersonaShown>, ProblemHttpResult>> ReadAsync(string id, HttpContext context, PersonaStore store, IRouteSource routes, CancellationToken cancellationToken) =>
        await store.FindAsync(CallerIdentity.UserId(context.User), PathId.Read(id), cancellationToken) is { } row ? Tell(context, row, routes) : NotFound();

    private static async Task<Results<Ok<PersonaShown>, ProblemHttpResult>> CurrentAsync(
        [Description("A conversation; without it, where a conversation names none.")] Guid? conversationId, HttpContext context, PersonaStore store, ParleyDbContext db, IRouteSource routes, CancellationToken cancellationToken)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (conversationId is { } id)
        {
            if (await ConversationStore.FindAsync(db, userId, id, cancellationToken) is not { } conversation) return ConversationEndpoints.NotFound();
            if (conversation.PersonaId is { } named && await store.FindAsync(userId, named, cancellationToken) is { } its) return Tell(context, its, routes);
        }

        return Tell(context, await store.CurrentAsync(userId, cancellationToken), routes);
    }

    private static async Task<Results<Ok<PersonaShown>, ProblemHttpResult>> ChooseAsync(
        CurrentWanted wanted, HttpContext context, PersonaStore store, ConversationStore conversations, IRouteSource routes, CancellationToken cancellationToken)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (wanted.ConversationId is not { } conversation)
            return await store.ChooseAsync(userId, wanted.PersonaId, cancellationToken) is { } chosen ? Tell(context, chosen, routes) : NotFound();
        if (await store.FindAsync(userId, wanted.PersonaId, cancellationToken) is not { } persona) return NotFound();
        var (change, _) = await conversations.PatchAsync(userId, conversation, IfMatch.Any, new JsonObject { ["personaId"] = persona.Id }, cancellationToken);
        if (change.Missing is not null) return NotFound();
        return change.Row is null ? ConversationEndpoints.NotFound() : Tell(context, persona, routes);
    }

    private static async Task<Results<Ok<PersonaShown>, ProblemHttpResult>> ReplaceAsync(
        string id, PersonaContent wanted, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch,
        PersonaStore store, IAttachedFiles files, IRouteSource routes, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var match, out var problem)) return problem;
        var userId = CallerIdentity.UserId(context.User);
        if (await store.FindAsync(userId, PathId.Read(id), cancellationToken) is null) return NotFound();
        if (await RefuseAsync(userId, wanted, files, cancellationToken) is { } refusal) return refusal;
        return Answer(context, await store.ReplaceAsync(userId, PathId.Read(id), match, wanted, cancellationToken), routes);
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        string id, [Description("true: for good, at once.")] bool? permanent, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, PersonaBin bin, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var match, out var problem)) return problem;
        var (userId, which) = (CallerIdentity.UserId(context.User), PathId.Read(id));
        var change = permanent == true ? await bin.DestroyAsync(userId, which, match, cancellationToken) : await bin.DeleteAsync(userId, which, match, cancellationToken);
        if (change.Row is not { } row) return NotFound();
        if (change.Conflict is { } conflict) return Problems.Conflict(conflict);
        return change.IsMismatch ? IfMatch.Mismatch(context, "The persona", row.Version) : TypedResults.NoContent();
    }

    private static async Task<Results<Ok<PersonaShown>, ProblemHttpResult>> TakeBackAsync(string id, HttpContext context, PersonaBin bin, IRouteSource routes, CancellationToken cancellationToken)
    {
        var change = await bin.RestoreAsync(CallerIdentity.UserId(context.User), PathId.Read(id), cancellationToken);
        return change.Conflict is { } conflict ? Problems.Conflict(conflict) : Answer(context, change, routes);
    }

    private static async Task<Results<Ok<Page<VersionShown>>, ProblemHttpResult>> VersionsAsync(
        string id, string? cursor, int? limit, HttpContext context, PersonaStore store, ParleyDbContext db, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, text => int.TryParse(text, out _), out var query, out var problem)) return problem;
        if (await store.FindAsync(CallerIdentity.UserId(context.User), PathId.Read(id), cancellationToken) is not { } persona) return NotFound();
        var before = query.After is { } last ? int.Parse(last, System.Globalization.CultureInfo.InvariantCulture) : int.MaxValue;
        // One more than the page shows, and one more to compare the last with.
        var rows = await db.Set<PersonaVersion>().AsNoTracking().Where(v => v.PersonaId == persona.Id && v.Version < before).OrderByDescending(v => v.Version).Take(query.Limit + 1).ToListAsync(cancellationToken);
        var shown = rows.Select((v, i) =>
        {
            var content = PersonaContent.Read(v.Content);
            return new VersionShown(v.Version, v.CreatedAt, v.RestoredFrom, content, i + 1 < rows.Count ? PersonaDiff.Between(PersonaContent.Read(rows[i + 1].Content), content) : []);
        });
        return TypedResults.Ok(query.ToPage([.. shown], v => v.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static async Task<Results<Ok<PersonaShown>, ProblemHttpResult>> RestoreAsync(
        string id, string version, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, PersonaStore store, IRouteSource routes, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var match, out var problem)) return problem;
        if (!int.TryParse(version, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)) return NotFound();
        return Answer(context, await store.RestoreAsync(CallerIdentity.UserId(context.User), PathId.Read(id), number, match, cancellationToken), routes);
    }

    private static async Task<ProblemHttpResult?> RefuseAsync(Guid userId, PersonaContent wanted, IAttachedFiles files, CancellationToken cancellationToken)
    {
        if (wanted.Avatar?.FileId is not { } file) return null;
        return await files.RefuseAsync(userId, [file], cancellationToken) switch
        {
            null => null,
            IAttachedFiles.NotThere => Problems.NotFound("avatar.fileId names a picture that is not there. Nothing was changed."),
            var why => Problems.Invalid("avatar.fileId", why),
        };
    }

    private static Results<Ok<PersonaShown>, ProblemHttpResult> Answer(HttpContext context, PersonaChange change, IRouteSource routes)
    {
        if (change.Row is not { } row) return NotFound();
        return change.IsMismatch ? IfMatch.Mismatch(context, "The persona", row.Version) : Tell(context, row, routes);
    }

    private static Ok<PersonaShown> Tell(HttpContext context, Persona row, IRouteSource routes)
    {
        IfMatch.Tell(context, row.Version);
        return TypedResults.Ok(PersonaShown.Of(row, routes));
    }
}
