using Microsoft.AspNetCore.Mvc;
using Parley.Chat.Conversations;
using Parley.Chat.Generations;
using Parley.Chat.Generations.Endpoints;
using Parley.Chat.Pages.Files;
using Parley.Chat.Pages.Reading;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Ui;

namespace Parley.Chat.Pages;

/// <summary>Forms that have models answer: send, edit, answer once more, go on, stop.</summary>
internal static class TurnForms
{
    public static void MapTurnForms(this IEndpointRouteBuilder pages)
    {
        pages.MapPost("/c/messages", (HttpContext context, FormState form, SentFiles files, AnswerMaker maker, ConversationStore store, ChatReader reader, ParleyDbContext db) => SendAsync(null, context, form, files, maker, store, reader, db)).TakesFiles();
        pages.MapPost("/c/{id:guid}/messages", (Guid id, HttpContext context, FormState form, SentFiles files, AnswerMaker maker, ConversationStore store, ChatReader reader, ParleyDbContext db) => SendAsync(id, context, form, files, maker, store, reader, db)).TakesFiles();
        pages.MapPost("/c/{id:guid}/m/{messageId:guid}/edit", (Guid id, Guid messageId, HttpContext context, FormState form, AnswerMaker maker) => AgainAsync(id, messageId, TurnKind.Edit, context, form, maker));
        pages.MapPost("/c/{id:guid}/m/{messageId:guid}/regenerate", (Guid id, Guid messageId, HttpContext context, FormState form, AnswerMaker maker) => AgainAsync(id, messageId, TurnKind.Regenerate, context, form, maker));
        pages.MapPost("/c/{id:guid}/m/{messageId:guid}/continue", (Guid id, Guid messageId, HttpContext context, FormState form, AnswerMaker maker) => AgainAsync(id, messageId, TurnKind.Continue, context, form, maker));
        pages.MapPost("/c/{id:guid}/stop", StopAsync);
    }

    private static async Task<IResult> SendAsync(Guid? id, HttpContext context, FormState form, SentFiles sent, AnswerMaker maker, ConversationStore store, ChatReader reader, ParleyDbContext db)
    {
        // A form's line ends are those of mail.
        var text = form["Message"].ReplaceLineEndings("\n");
        var userId = CallerIdentity.UserId(context.User);
        var back = id is { } known ? $"/c/{known}" : "/";
        var (files, refused) = await sent.TakeAsync(userId, form, context);
        if (refused is not null) return await KeepAsync(StatusCodes.Status422UnprocessableEntity, refused);
        Dictionary<string, string[]> mistakes = [];
        TurnText.Check("message", text, files.Count > 0, mistakes);
        if (mistakes.Count > 0) return await KeepAsync(StatusCodes.Status400BadRequest, string.IsNullOrWhiteSpace(text) ? "Write something first." : $"Your message {mistakes["message"][0]}.");
        var (parameters, wrong) = id is null ? SettingsFields.Read(form) : default;
        if (wrong is not null) return await KeepAsync(StatusCodes.Status400BadRequest, wrong + " Change it in the settings of the chat; your message was kept.");
        var place = id is { } here ? await SendPlace.FindAsync(db, userId, here, form["Parent"], context.RequestAborted) : default;
        var turn = new TurnWanted { UserId = userId, Kind = TurnKind.Send, ConversationId = id, ParentId = place.ParentId, Text = text, Model = Named(form), PersonaId = Who(form), Parameters = parameters, IdempotencyKey = Key(form), FileIds = files };
        var (begun, _, refusal) = await maker.BeginAsync(turn, CallerIdentity.Find(context.User)!, context.RequestAborted);
        if (begun is null) return await KeepAsync(refusal!.Status, Say(refusal));
        return FormAnswer.Go(context, $"/c/{begun.ConversationId}", place.IsStale && begun.IsNew ? SendPlace.Said : null);

        // Whatever happens, what was written is there again.
        async Task<IResult> KeepAsync(int status, string problem)
        {
            if (FormAnswer.IsScript(context)) return FormAnswer.Fail(context, back, status, problem);
            if (id is { } there && text.Length <= Model.Conversation.MaxDraft && await store.SetDraftAsync(userId, there, text, files, context.RequestAborted)) return FormAnswer.Fail(context, back, status, problem);
            var view = await reader.ReadAsync(userId, null, new ChatQuery(Persona: Who(form)), context);
            return PageResult.Of<ChatPage>(view! with { Draft = text, DraftFiles = await reader.FilesAsync(userId, files, context.RequestAborted), Problem = problem, Settings = SettingsFields.Sent(form) }, status);
        }
    }

    private static async Task<IResult> AgainAsync(Guid id, Guid messageId, TurnKind kind, HttpContext context, FormState form, AnswerMaker maker)
    {
        var text = form["Message"].ReplaceLineEndings("\n");
        Dictionary<string, string[]> mistakes = [];
        if (kind == TurnKind.Edit) TurnText.Check("message", text, hasFiles: false, mistakes);
        if (mistakes.Count > 0) return FormAnswer.Fail(context, $"/c/{id}?edit={messageId}#m-{messageId}", StatusCodes.Status400BadRequest, $"Your message {mistakes["message"][0]}.");
        var turn = new TurnWanted { UserId = CallerIdentity.UserId(context.User), Kind = kind, ConversationId = id, MessageId = messageId, Text = kind == TurnKind.Edit ? text : "", Model = Named(form) };
        var (begun, _, refusal) = await maker.BeginAsync(turn, CallerIdentity.Find(context.User)!, context.RequestAborted);
        return begun is not null ? FormAnswer.Go(context, $"/c/{id}#m-{begun.MessageId}") : FormAnswer.Fail(context, $"/c/{id}", refusal!.Status, Say(refusal));
    }

    private static async Task<IResult> StopAsync(Guid id, HttpContext context, ThreadReader threads, AnswerMaker maker, StreamTable table, IStreamStore streams, TimeProvider time)
    {
        if (!await threads.ExistsAsync(CallerIdentity.UserId(context.User), id, context.RequestAborted)) return FormAnswer.Gone(context);
        if (await threads.RunningAsync(CallerIdentity.UserId(context.User), id, context.RequestAborted) is { } running)
        {
            if (maker.Find(running) is { } here) here.Log.Stop();
            else await streams.StopAsync(running.ToString(), CallerIdentity.Find(context.User)!, context.RequestAborted);
            await table.WaitForEndAsync(running, time, context.RequestAborted, StreamTable.StopsWithin);
        }

        return FormAnswer.Go(context, $"/c/{id}");
    }

    private static void TakesFiles(this RouteHandlerBuilder send) => send.WithMetadata(new RequestSizeLimitAttribute(SentFiles.MostBytes)).WithFormOptions(multipartBodyLengthLimit: SentFiles.MostBytes);

    private static string? Named(FormState form) => form["Model"] is { Length: > 0 and <= 200 } model ? model : null;

    private static Guid? Who(FormState form) => Guid.TryParseExact(form["Persona"], "D", out var persona) ? persona : null;

    private static string? Key(FormState form) => form["Key"] is { Length: > 0 } key && TurnText.MistakeOfKey(key) is null ? key : null;

    /// <summary>A refusal of a field goes on after the field's name.</summary>
    private static string Say(TurnRefusal refusal) => refusal.Field switch
    {
        null when refusal == TurnRefusal.NoConversation => "This chat is not there any more: it was deleted, perhaps in another tab. Your message was kept.",
        null when refusal == TurnRefusal.Busy => "An answer is just being written here, perhaps for another tab. Wait for it or stop it; your message was kept.",
        null when refusal == TurnRefusal.NoPersona => "The persona that was chosen is not there any more. Choose another one; your message was kept.",
        null when refusal == TurnRefusal.NoFile => "A file of your message is not there any more. Remove it, and send again; your text was kept.",
        null => refusal.Detail,
        "model" => "The model that was chosen is not served here any more. Choose another one; your message was kept.",
        var field => $"{field} {refusal.Detail}",
    };
}
