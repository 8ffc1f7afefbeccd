using System.ComponentModel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using Parley.Chat.Conversations;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat.Transfer;

/// <summary>Exports of one conversation and of all.</summary>
internal static class ExportEndpoints
{
    private const string Wrong = "must be md, json, html or pdf";

    public static void MapExports(this RouteGroupBuilder conversations)
    {
        var turns = new TurnsPerPerson(4, "Four exports of yours are being made. Wait for one of them, and ask again.");
        conversations.MapGet("/{id}/export", ExportAsync).AddEndpointFilter(turns).WithName("exportConversation").WithSummary("One conversation as a file: Markdown, JSON, HTML or PDF.")
            .WithDescription("format is md (default), json, html or pdf. JSON holds all branches and can be imported again; the others show the branch that is shown. Files are named; the HTML shows small forms of its pictures.")
            .GivesBytes("application/octet-stream", "The file, with the type of its format.").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);
        conversations.MapGet("/export", ExportAllAsync).AddEndpointFilter(turns).WithName("exportConversations").WithSummary("All conversations as one file.")
            .WithDescription("format is json (default): one file, which can be imported again; or md, html or pdf: a zip of one file for each conversation. Deleted conversations are left out.")
            .GivesBytes("application/octet-stream", "The file or the zip, written as it is read.").ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Results<PushStreamHttpResult, ProblemHttpResult>> ExportAsync(
        string id, [Description("md, json, html or pdf.")] string? format, HttpContext context, ParleyDbContext db, Exporter exporter, CancellationToken cancellationToken)
    {
        if (!ExportFormat.TryFind(format, ExportFormat.Markdown, out var wanted)) return Problems.Invalid("format", Wrong);
        if (await ConversationStore.FindAsync(db, CallerIdentity.UserId(context.User), PathId.Read(id), cancellationToken) is not { } conversation) return ConversationEndpoints.NotFound();
        return Push(context, ExportNames.Of(conversation, wanted), wanted.ContentType, stream => exporter.WriteOneAsync(stream, conversation, wanted, cancellationToken));
    }

    private static Results<PushStreamHttpResult, ProblemHttpResult> ExportAllAsync(
        [Description("json, md, html or pdf.")] string? format, HttpContext context, Exporter exporter, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!ExportFormat.TryFind(format, ExportFormat.Json, out var wanted)) return Problems.Invalid("format", Wrong);
        var userId = CallerIdentity.UserId(context.User);
        var isOne = wanted == ExportFormat.Json;
        var name = $"Conversations {time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)}.{(isOne ? "json" : "zip")}";
        return Push(context, name, isOne ? wanted.ContentType : "application/zip", stream => exporter.WriteAllAsync(stream, userId, wanted, cancellationToken));
    }

    // Always to be kept, never to be shown by our origin.
    private static PushStreamHttpResult Push(HttpContext context, string name, string type, Func<Stream, Task> write)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        context.Response.Headers.ContentDisposition = disposition.ToString();
        return TypedResults.Stream(write, type);
    }
}
