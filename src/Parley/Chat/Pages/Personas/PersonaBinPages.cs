using Parley.Chat.Personas;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Pages.Personas;

/// <summary>Forms that delete personas and take them back.</summary>
internal static class PersonaBinPages
{
    public static void MapPersonaBin(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/personas/{id:guid}/delete", DeleteAsync);
        pages.MapPost("/personas/{id:guid}/restore", RestoreAsync);
        pages.MapPost("/personas/{id:guid}/destroy", DestroyAsync);
    }

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext context, PersonaBin bin) =>
        Answer(context, id, await bin.DeleteAsync(CallerIdentity.UserId(context.User), id, IfMatch.Any, context.RequestAborted), "/personas", name => $"{name} is deleted. For 30 days it can be restored below.");

    private static async Task<IResult> RestoreAsync(Guid id, HttpContext context, PersonaBin bin)
    {
        var change = await bin.RestoreAsync(CallerIdentity.UserId(context.User), id, context.RequestAborted);
        return change.Conflict is { } conflict ? FormAnswer.Fail(context, "/personas", StatusCodes.Status409Conflict, conflict) : Answer(context, id, change, $"/personas/{id}", name => $"{name} is back.");
    }

    private static async Task<IResult> DestroyAsync(Guid id, HttpContext context, PersonaBin bin) =>
        Answer(context, id, await bin.DestroyAsync(CallerIdentity.UserId(context.User), id, IfMatch.Any, context.RequestAborted), "/personas", name => $"{name} is deleted for good.");

    private static IResult Answer(HttpContext context, Guid id, PersonaChange change, string path, Func<string, string> said) =>
        change.Row is not { } row ? FormAnswer.Gone(context)
        : change.Conflict is { } conflict ? FormAnswer.Fail(context, $"/personas/{id}", StatusCodes.Status409Conflict, conflict)
        : change.IsMismatch ? FormAnswer.Fail(context, $"/personas/{id}", StatusCodes.Status412PreconditionFailed, "It was changed at this very moment, so nothing was deleted. Look at it, and delete it if you still want to.")
        : FormAnswer.Go(context, path, said(PersonaContent.Read(row.Content).Name));
}
