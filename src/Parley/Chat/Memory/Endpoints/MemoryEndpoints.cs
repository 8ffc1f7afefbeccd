using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Conversations;
using Parley.Chat.Personas;
using Parley.Chat.Personas.Endpoints;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Memory.Endpoints;

/// <summary><c>/api/v1/personas/{id}/memories</c>: what a persona knows of its person.</summary>
internal static class MemoryEndpoints
{
    private const string Shown =
        """{"id":"019a8f2c-9000-7cc1-9d5e-3f1a2b4c5d6e","personaId":"019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e","text":"I am vegetarian","state":"active","source":"said","messageId":"019a8f2c-8a11-7f00-a1b2-c3d4e5f60718","createdAt":"2026-01-31T12:00:00Z","updatedAt":"2026-01-31T12:00:00Z","version":1}""";

    public static void MapMemories(this RouteGroupBuilder group)
    {
        group.MapGet("/{id}/memories", ListAsync).WithName("listMemories").WithSummary("What a persona remembers, and what is proposed to it, newest first.")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapPost("/{id}/memories", AddAsync).WithName("addMemory").WithSummary("Lets a persona remember something.")
            .WithDescription("What it remembers already, whatever the case and punctuation, is answered with 200 as it is; something that was proposed is approved by that. A persona remembers up to 500 things.")
            .WithExample("""{"text":"I am vegetarian"}""", Shown).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status409Conflict);
        group.MapPatch("/{id}/memories/{mid}", ChangeAsync).WithName("changeMemory").WithSummary("Changes what a persona remembers, or approves what was proposed.")
            .WithExample("""{"state":"active"}""", Shown).ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict).ProducesProblem(StatusCodes.Status412PreconditionFailed);
        group.MapDelete("/{id}/memories/{mid}", ForgetAsync).WithName("forgetMemory").WithSummary("Forgets something, or turns a proposal down, for good.")
            .WithDescription("What was turned down is not proposed again; its text is deleted.")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status412PreconditionFailed);
    }

    private static ProblemHttpResult NotFound() => Problems.NotFound("There is no such memory.");

    private static async Task<Results<Ok<Page<MemoryShown>>, ProblemHttpResult>> ListAsync(
        string id, [Description("active or proposed; without it both.")] string? state, string? cursor, int? limit, HttpContext context, PersonaStore personas, ParleyDbContext db, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, text => PathId.Read(text) != Guid.Empty, out var query, out var problem)) return problem;
        if (state is not (null or "active" or "proposed")) return Problems.Invalid("state", "must be active or proposed");
        var userId = CallerIdentity.UserId(context.User);
        if (await personas.FindAsync(userId, PathId.Read(id), cancellationToken) is not { } persona) return PersonaEndpoints.NotFound();
        var memories = MemoryStore.Of(db, userId, persona.Id);
        if (state is not null)
        {
            var wanted = state == "active" ? MemoryState.Active : MemoryState.Proposed;
            memories = memories.Where(m => m.State == wanted);
        }

        if (query.After is { } last)
        {
            var after = PathId.Read(last);
            memories = memories.Where(m => m.Id.CompareTo(after) < 0);
        }

        var rows = await memories.OrderByDescending(m => m.Id).Take(query.Limit + 1).ToListAsync(cancellationToken);
        return TypedResults.Ok(query.ToPage([.. rows.Select(MemoryShown.Of)], m => m.Id.ToString()));
    }

    private static async Task<Results<Created<MemoryShown>, Ok<MemoryShown>, ProblemHttpResult>> AddAsync(
        string id, MemoryWanted wanted, HttpContext context, MemoryStore store, CancellationToken cancellationToken)
    {
        var change = await store.AddAsync(CallerIdentity.UserId(context.User), PathId.Read(id), wanted.Text, MemorySource.Written, null, cancellationToken);
        if (change.Conflict is { } conflict) return Problems.Conflict(conflict);
        if (change.Row is not { } row) return PersonaEndpoints.NotFound();
        IfMatch.Tell(context, row.Version);
        return change.IsNew ? TypedResults.Created($"/api/v1/personas/{row.PersonaId}/memories/{row.Id}", MemoryShown.Of(row)) : TypedResults.Ok(MemoryShown.Of(row));
    }

    private static async Task<Results<Ok<MemoryShown>, ProblemHttpResult>> ChangeAsync(
        string id, string mid, MemoryPatch patch, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, MemoryStore store, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var match, out var problem)) return problem;
        var change = await store.ChangeAsync(CallerIdentity.UserId(context.User), PathId.Read(id), PathId.Read(mid), match, patch, cancellationToken);
        if (change.Row is not { } row) return NotFound();
        if (change.Conflict is { } conflict) return Problems.Conflict(conflict);
        if (change.IsMismatch) return IfMatch.Mismatch(context, "The memory", row.Version);
        IfMatch.Tell(context, row.Version);
        return TypedResults.Ok(MemoryShown.Of(row));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> ForgetAsync(
        string id, string mid, HttpContext context, [FromHeader(Name = "If-Match"), Description(IfMatch.Means)] string? ifMatch, MemoryStore store, CancellationToken cancellationToken)
    {
        if (!IfMatch.TryRead(ifMatch, out var match, out var problem)) return problem;
        var change = await store.ForgetAsync(CallerIdentity.UserId(context.User), PathId.Read(id), PathId.Read(mid), match, cancellationToken);
        if (change.Row is not { } row) return NotFound();
        return change.IsMismatch ? IfMatch.Mismatch(context, "The memory", row.Version) : TypedResults.NoContent();
    }
}
