using Parley.Assets;
using Parley.Identity;
using Parley.Ui;

namespace Parley.Chat.Pages.Files;

/// <summary><c>/files</c>: all files of a person, where they are used, and what they take.</summary>
internal static class FilePages
{
    public static void AddFilePages(this IServiceCollection services)
    {
        services.AddSingleton<FilesReader>();
        services.AddSingleton<SentFiles>();
        services.AddNavigation(new(NavigationPlace.Menu, "Files", "/files", "paperclip", 40));
    }

    public static void MapFilePages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/files", async (Guid? before, HttpContext context, FilesReader reader) => PageResult.Of<FilesPage>(await reader.ReadAsync(CallerIdentity.UserId(context.User), before, context.RequestAborted)));
        pages.MapPost("/files/{id:guid}/delete", DeleteAsync);
        pages.MapPost("/files/{id:guid}/drop", DropAsync);
    }

    private static async Task<IResult> DeleteAsync(Guid id, HttpContext context, FileShelf shelf)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (await shelf.FindAsync(userId, id, context.RequestAborted) is not { } file || !await shelf.DeleteAsync(userId, id, context.RequestAborted))
            return FormAnswer.Fail(context, "/files", StatusCodes.Status404NotFound, "This file is not there any more.");
        return FormAnswer.Go(context, "/files", $"{file.Name} is deleted.");
    }

    /// <summary>Somebody took it out of the message that they write: it goes when nothing else has it, and stays where it is otherwise.</summary>
    private static async Task<IResult> DropAsync(Guid id, HttpContext context, FilesReader reader, FileShelf shelf)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (!await reader.IsUsedAsync(userId, id, context.RequestAborted) && !await shelf.DeleteAsync(userId, id, context.RequestAborted))
            return FormAnswer.Fail(context, "/files", StatusCodes.Status404NotFound, "This file is not there any more.");
        return FormAnswer.Go(context, "/files");
    }
}
