using System.Globalization;
using Parley.Chat.Memory;
using Parley.Chat.Personas;
using Parley.Identity;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Chat.Pages.Memories;

/// <summary>The page of a persona's memories, and its forms. Forms that stand in a chat say where to go afterwards.</summary>
internal static class MemoryPages
{
    public static void MapMemoryPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/personas/{id:guid}/memories", (Guid id, Guid? before, HttpContext context, MemoryReader reader) => ShowAsync(id, before, context, reader, StatusCodes.Status200OK));
        pages.MapPost("/personas/{id:guid}/memories", AddAsync);
        pages.MapPost("/personas/{id:guid}/memories/forget-all", ForgetAllAsync);
        pages.MapPost("/personas/{id:guid}/memories/{memoryId:guid}", ChangeAsync);
        pages.MapPost("/personas/{id:guid}/memories/{memoryId:guid}/keep", KeepAsync);
        pages.MapPost("/personas/{id:guid}/memories/{memoryId:guid}/forget", ForgetAsync);
    }

    private static async Task<IResult> ShowAsync(Guid id, Guid? before, HttpContext context, MemoryReader reader, int status) =>
        await reader.ReadAsync(CallerIdentity.UserId(context.User), id, before, context.RequestAborted) is { } view ? PageResult.Of<MemoriesPage>(view, status) : TypedResults.NotFound();

    private static async Task<IResult> AddAsync(Guid id, HttpContext context, FormState form, MemoryStore store, MemoryReader reader)
    {
        if (!IsRight(form, "text")) return await ShowAsync(id, null, context, reader, StatusCodes.Status422UnprocessableEntity);
        var change = await store.AddAsync(CallerIdentity.UserId(context.User), id, form["text"], MemorySource.Written, null, context.RequestAborted);
        if (change.Conflict is { } conflict)
        {
            form.Fail("text", conflict);
            return await ShowAsync(id, null, context, reader, StatusCodes.Status409Conflict);
        }

        return change.Row is null ? FormAnswer.Gone(context) : FormAnswer.Go(context, $"/personas/{id}/memories", change.IsNew ? "Remembered." : "That was remembered already.");
    }

    private static async Task<IResult> ChangeAsync(Guid id, Guid memoryId, HttpContext context, FormState form, MemoryStore store, MemoryReader reader)
    {
        var name = $"text-{memoryId}";
        if (!IsRight(form, name)) return await ShowAsync(id, null, context, reader, StatusCodes.Status422UnprocessableEntity);
        var change = await store.ChangeAsync(CallerIdentity.UserId(context.User), id, memoryId, Match(form["version"]), new MemoryPatch(form[name]), context.RequestAborted);
        if (change.Row is not { } row) return FormAnswer.Fail(context, $"/personas/{id}/memories", StatusCodes.Status404NotFound, $"It was forgotten meanwhile, so nothing was changed. You wrote: {form[name]}");
        if (!change.IsMismatch && change.Conflict is null) return PageResult.Go($"/personas/{id}/memories", "Saved.");
        form.Fail(name, change.Conflict ?? $"It was changed elsewhere since you opened this page, to “{row.Text}”. What you wrote is still here; save it to put it in its place.");
        return await ShowAsync(id, null, context, reader, change.IsMismatch ? StatusCodes.Status412PreconditionFailed : StatusCodes.Status409Conflict);
    }

    private static async Task<IResult> KeepAsync(Guid id, Guid memoryId, HttpContext context, FormState form, MemoryStore store) =>
        (await store.ChangeAsync(CallerIdentity.UserId(context.User), id, memoryId, IfMatch.Any, new MemoryPatch(State: MemoryState.Active), context.RequestAborted)).Row is null
            ? FormAnswer.Gone(context) : FormAnswer.Go(context, Back(form, id), "Remembered.");

    private static async Task<IResult> ForgetAsync(Guid id, Guid memoryId, HttpContext context, FormState form, MemoryStore store) =>
        (await store.ForgetAsync(CallerIdentity.UserId(context.User), id, memoryId, IfMatch.Any, context.RequestAborted)).Row is not { } row
            ? FormAnswer.Gone(context) : FormAnswer.Go(context, Back(form, id), row.State == MemoryState.Proposed ? "Not remembered, and not proposed again." : "Forgotten.");

    private static async Task<IResult> ForgetAllAsync(Guid id, HttpContext context, MemoryStore store, PersonaStore personas)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (await personas.FindAsync(userId, id, context.RequestAborted) is null) return FormAnswer.Gone(context);
        var count = await store.ForgetAllAsync(userId, id, context.RequestAborted);
        return FormAnswer.Go(context, $"/personas/{id}/memories", count == 1 ? "1 thing is forgotten." : $"{count} things are forgotten.");
    }

    private static bool IsRight(FormState form, string name)
    {
        Dictionary<string, string[]> mistakes = [];
        MemoryText.Check(mistakes, form[name]);
        if (mistakes.Count == 0) return true;
        form.Fail(name, string.IsNullOrWhiteSpace(form[name]) ? "Write what to remember." : $"This {mistakes["text"][0]}.");
        return false;
    }

    private static string Back(FormState form, Guid id) => LocalPath.IsLocal(form["Return"]) ? form["Return"] : $"/personas/{id}/memories";

    private static IfMatch Match(string version) =>
        int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out _) && IfMatch.TryRead($"\"{version}\"", out var match, out _) ? match : IfMatch.Any;
}
