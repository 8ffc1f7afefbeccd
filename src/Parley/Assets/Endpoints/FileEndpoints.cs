using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Assets.Endpoints;

/// <summary><c>/api/v1/files</c>.</summary>
internal static class FileEndpoints
{
    /// <summary>Uploads of one person at the same time: browsers make six.</summary>
    private const int MostAtOnce = 12;

    private const string Shown =
        """{"id":"019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e","name":"harbour.jpg","kind":"image","mediaType":"image/jpeg","size":182044,"width":2048,"height":1365,"pages":null,"characters":null,"note":"Made smaller: 2048 x 1365 pixels instead of 4032 x 2688.","contentUrl":"/api/v1/files/019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e/content","thumbnailUrl":"/api/v1/files/019a8f2c-7b3e-7cc1-9d5e-3f1a2b4c5d6e/thumbnail","createdAt":"2026-01-31T12:00:00Z"}""";

    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/files").WithTags("Files").RequireAuthorization(Policies.Chat)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPost("", UploadAsync).WithName("uploadFile").WithSummary("Takes a file, for a message to go with it.")
            .WithDescription("A form (multipart/form-data) with one file in it. What it is is told by its content: a picture (PNG, JPEG, WebP; of a GIF the first picture is kept), a PDF, a Word document (DOCX), or text in UTF-8 or UTF-16. "
                + "Pictures are drawn anew, upright, at most 2048 pixels long; where and with what they were taken is not kept. note says what was changed. GET /api/v1/files/limits tells the limits. "
                + "What is too long answers 413, what is of another kind 415, what is damaged or protected 422, each with what to do. Name the id in fileIds of a message.")
            .AddEndpointFilter(new TurnsPerPerson(MostAtOnce, $"{MostAtOnce} files of yours are on their way. This one was not taken; send it again in a moment."))
            .WithMetadata(new DisableRequestSizeLimitAttribute()).WithExample(response: Shown).TakesForm()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status415UnsupportedMediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity).ProducesProblem(StatusCodes.Status429TooManyRequests);
        group.MapGet("", ListAsync).WithName("listFiles").WithSummary("The caller's files, newest first.").WithDescription("All files that were uploaded and not deleted, whether a message has them or not.")
            .WithExample(response: $$"""{"items":[{{Shown}}],"next":null}""").ProducesProblem(StatusCodes.Status400BadRequest);
        group.MapGet("/limits", (AssetsOptions options) => TypedResults.Ok(FileLimits.Of(options))).WithName("readFileLimits").WithSummary("What may be uploaded.").WithDescription("To be told before somebody sends a file.")
            .WithExample(response: """{"maxImageBytes":20971520,"maxImagePixels":40000000,"keptImageSide":2048,"maxDocumentBytes":31457280,"maxPages":500,"maxTextBytes":2097152,"maxBytesPerPerson":1073741824,"maxFilesPerMessage":20,"accept":["image/png","image/jpeg","image/webp","image/gif","application/pdf",".docx","text/*"]}""");
        group.MapGet("/{id}", ReadAsync).WithName("readFile").WithSummary("One file: what it is.").WithDescription("A file never changes: who wants another one uploads it.")
            .WithExample(response: Shown).ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/content", ContentAsync).WithName("readFileContent").WithSummary("What is kept of a file.")
            .WithDescription("Pictures to be shown, everything else to be saved. Parts can be asked for (Range).")
            .GivesBytes("application/octet-stream", "What is kept, with its own type.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapGet("/{id}/thumbnail", ThumbnailAsync).WithName("readFileThumbnail").WithSummary("A small picture of a picture, WebP, at most 256 pixels long.")
            .WithDescription("Answers 404 for files that are no pictures.")
            .GivesBytes("image/webp", "The small picture.").ProducesProblem(StatusCodes.Status404NotFound);
        group.MapDelete("/{id}", DeleteAsync).WithName("deleteFile").WithSummary("Deletes a file.")
            .WithDescription("At once and for good. Messages that had it stay, and models are no longer given it.").ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<Results<Created<FileShown>, ProblemHttpResult>> UploadAsync(HttpContext context, FileUploads uploads, CancellationToken cancellationToken)
    {
        var (file, refusal) = await uploads.TakeAsync(CallerIdentity.UserId(context.User), context.Request, cancellationToken);
        if (file is not null) return TypedResults.Created($"/api/v1/files/{file.Id}", file);
        return refusal is null ? Problems.Invalid("file", "is missing: send a form (multipart/form-data) with a file in it") : Problems.Create(refusal.Status, refusal.Detail);
    }

    private static async Task<Results<Ok<Page<FileShown>>, ProblemHttpResult>> ListAsync(string? cursor, int? limit, HttpContext context, FileStore store, CancellationToken cancellationToken)
    {
        if (!PageQuery.TryRead(cursor, limit, text => IdOf(text) != Guid.Empty, out var query, out var problem)) return problem;
        var files = await store.ListAsync(CallerIdentity.UserId(context.User), query.After is { } after ? IdOf(after) : null, query.Limit + 1, cancellationToken);
        return TypedResults.Ok(query.ToPage([.. files.Select(FileShown.Of)], file => file.Id.ToString()));
    }

    private static async Task<Results<Ok<FileShown>, ProblemHttpResult>> ReadAsync(string id, HttpContext context, FileStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(CallerIdentity.UserId(context.User), IdOf(id), cancellationToken) is { } file ? TypedResults.Ok(FileShown.Of(file)) : NotFound();

    private static async Task<IResult> ContentAsync(string id, HttpContext context, FileAnswer answer, CancellationToken cancellationToken) =>
        await answer.ContentAsync(context, CallerIdentity.UserId(context.User), IdOf(id), cancellationToken) ?? NotFound();

    private static async Task<IResult> ThumbnailAsync(string id, HttpContext context, FileAnswer answer, CancellationToken cancellationToken) =>
        await answer.ThumbnailAsync(context, CallerIdentity.UserId(context.User), IdOf(id), cancellationToken) ?? NotFound();

    private static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(string id, HttpContext context, FileStore store, CancellationToken cancellationToken) =>
        await store.DeleteAsync(CallerIdentity.UserId(context.User), IdOf(id), cancellationToken) ? TypedResults.NoContent() : NotFound();

    private static Guid IdOf(string text) => Guid.TryParseExact(text, "D", out var id) ? id : Guid.Empty;

    private static ProblemHttpResult NotFound() => Problems.NotFound("There is no such file.");
}
