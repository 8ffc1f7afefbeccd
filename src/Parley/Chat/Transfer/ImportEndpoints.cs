using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Transfer;

/// <summary><c>POST /api/v1/conversations/import</c>.</summary>
internal static class ImportEndpoints
{
    /// <summary>Shared by programs and pages.</summary>
    public static readonly TurnsPerPerson Turns = new(3, "Three imports of yours are running. Nothing of this one was read; send it again when one of them has ended.");

    public static void MapImport(this RouteGroupBuilder conversations) =>
        conversations.MapPost("/import", ImportAsync).WithName("importConversations").WithSummary("Takes over conversations that Parley, ChatGPT or Claude exported.")
            .WithDescription("The body is the file itself (JSON, or the zip as the vendor gives it), or a form with the file in it; at most 512 MiB. "
                + "Reading the same file again changes nothing, and a later export of the same conversations adds only what is new in them. "
                + "What cannot be read is told in problems; everything else is kept. Pictures and other files of the vendors' exports are left out.")
            .AddEndpointFilter(Turns)
            .WithMetadata(new RequestSizeLimitAttribute(ImportFile.MostBytes))
            .WithExample(response: """{"added":12,"updated":1,"unchanged":3,"empty":0,"failed":1,"messages":240,"complete":false,"problems":[{"conversation":7,"title":null,"problem":"is no valid JSON (line 3 of it); it was left out"}]}""")
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status413PayloadTooLarge).ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<ImportReport>, ProblemHttpResult>> ImportAsync(HttpContext context, Importer importer, CancellationToken cancellationToken)
    {
        var userId = CallerIdentity.UserId(context.User);
        await using var file = await ImportFile.ReceiveAsync(context.Request, cancellationToken);
        if (file is null) return Problems.Invalid("file", "is missing: send the export as the body, or as a file in a form");
        var (count, room) = (new ImportCount(), importer.RoomOf(userId));
        await file.ReadAsync((name, stream) => importer.ReadAsync(userId, name, stream, room, count, cancellationToken), count, cancellationToken);
        var report = count.ToReport();
        return count.FoundJson || count.Seen > 0 ? TypedResults.Ok(report)
            : Problems.Invalid("file", (report.Problems.Count > 0 ? report.Problems[0].Problem : "is empty").TrimEnd('.') + "; nothing was imported");
    }
}
