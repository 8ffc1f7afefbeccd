using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Parley.Chat.Conversations;
using Parley.Chat.Transfer;
using Parley.Identity;
using Parley.Ui;

namespace Parley.Chat.Pages.Data;

/// <summary>What the section "Your data" of the settings sends: imports, and the deletion of the history.</summary>
internal static class DataForms
{
    private const string Section = "data", Back = "/settings/data", Lines = "application/x-ndjson";

    public static void AddDataForms(this IServiceCollection services)
    {
        services.AddSingleton<ImportRun>();
        services.AddScoped<ImportDone>();
        services.AddSettingsSection<ChatDataSection>(Section, "Your data", "archive", 85, "data.js");
    }

    public static void MapDataForms(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/settings/import", ImportAsync).AddEndpointFilter(ImportEndpoints.Turns).WithMetadata(new RequestSizeLimitAttribute(ImportFile.MostBytes)).WithFormOptions(multipartBodyLengthLimit: ImportFile.MostBytes);
        pages.MapPost("/settings/history/delete", DeleteHistoryAsync);
        pages.MapPost("/settings/history/restore", RestoreHistoryAsync);
    }

    /// <summary>A form is answered with the page and its report; the page's script sends the file alone, and hears line by line how far it is.</summary>
    private static async Task<IResult> ImportAsync(HttpContext context, ImportRun run, ImportDone done)
    {
        var userId = CallerIdentity.UserId(context.User);
        if (FormAnswer.IsScript(context)) return TypedResults.Stream(stream => TellAsync(stream, userId, run, context), Lines);
        if (context.Request.HasFormContentType && (await context.Request.ReadFormAsync(context.RequestAborted)).Files["file"] is { Length: > 0 } sent)
        {
            await using var bytes = sent.OpenReadStream();
            await using var file = await ImportFile.KeepAsync(bytes, context.RequestAborted);
            done.Words = await run.RunAsync(userId, file, tell: null, context.RequestAborted);
            return new SettingsResult(Section, StatusCodes.Status200OK);
        }

        return PageResult.GoBack(Back, "Choose a file first.");
    }

    private static async Task TellAsync(Stream answer, Guid userId, ImportRun run, HttpContext context)
    {
        var stop = context.RequestAborted;
        await using var file = await ImportFile.KeepAsync(context.Request.Body, stop);
        try
        {
            await WriteAsync(new { words = await run.RunAsync(userId, file, (part, conversations) => WriteAsync(new { part, conversations }), stop) });
        }
        catch (Exception) when (!stop.IsCancellationRequested)
        {
            // The answer has begun, so nobody else can tell it.
            await WriteAsync(new { problem = "Parley failed in the middle of it. What was imported until then is kept; import the same file again to get the rest." });
            throw;
        }

        async Task WriteAsync<T>(T line)
        {
            await JsonSerializer.SerializeAsync(answer, line, JsonSerializerOptions.Web, stop);
            await answer.WriteAsync("\n"u8.ToArray(), stop);
            await answer.FlushAsync(stop);
        }
    }

    /// <summary>One after the other, as if somebody took each back: every device hears of every one. What is left when somebody loses patience is still there.</summary>
    private static async Task<IResult> RestoreHistoryAsync(HttpContext context, ConversationStore store)
    {
        var userId = CallerIdentity.UserId(context.User);
        var count = 0;
        foreach (var id in await store.DeletedAsync(userId, context.RequestAborted))
            if ((await store.RestoreAsync(userId, id, context.RequestAborted)).Row is not null) count++;
        return PageResult.Go(Back, count == 1 ? "1 chat is back." : $"{count} chats are back.");
    }

    private static async Task<IResult> DeleteHistoryAsync(HttpContext context, FormState form, ConversationStore store)
    {
        var forGood = form.IsOn("forGood");
        var count = await store.DeleteAllAsync(CallerIdentity.UserId(context.User), forGood, context.RequestAborted);
        var what = count == 1 ? "1 chat is" : $"{count} chats are";
        return PageResult.Go(Back, count == 0 ? "There was nothing to delete." : forGood ? $"{what} deleted for good." : $"{what} deleted. For 30 days each can be taken back here.");
    }
}
