using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Parley.Assets;
using Parley.Chat.Conversations;
using Parley.Chat.Pages.Reading;
using Parley.Chat.Personas;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Chat.Pages.Personas;

/// <summary>Pages and forms of personas.</summary>
internal static class PersonaPages
{
    private const int Versions = 20;

    public static void MapPersonaPages(this IEndpointRouteBuilder pages)
    {
        pages.MapGet("/personas", ListAsync);
        pages.MapPost("/personas", CreateAsync);
        pages.MapGet("/personas/new", NewAsync);
        pages.MapPost("/personas/current", ChooseAsync);
        pages.MapGet("/personas/menu", MenuAsync);
        pages.MapGet("/personas/side", SideAsync);
        pages.MapGet("/personas/{id:guid}", ShowAsync);
        pages.MapPost("/personas/{id:guid}", SaveAsync);
        pages.MapGet("/personas/{id:guid}/welcome", WelcomeAsync);
        pages.MapGet("/personas/{id:guid}/versions", VersionsAsync);
        pages.MapPost("/personas/{id:guid}/versions/{version:int}/restore", RestoreAsync);
        pages.MapPost("/settings/personas", SettleAsync);
    }

    private static async Task<IResult> ListAsync(HttpContext context, PersonaReader reader, PersonaBin bin, TimeProvider time)
    {
        var (now, deleted) = (time.GetUtcNow(), await bin.ListAsync(CallerIdentity.UserId(context.User), context.RequestAborted));
        var templates = PersonaTemplates.All.Select(t => new PersonasPage.Template(t.Name, t.Description, PersonaLook.Of(t.Name, t.Avatar)));
        return PageResult.Of<PersonasPage>(new PersonasPage.View(await PickAsync(context, reader), [.. templates], deleted.ConvertAll(p => BinnedPersona.Of(p, now))));
    }

    private static async Task<IResult> NewAsync(string? template, HttpContext context, PersonaReader reader, IRouteSource routes)
    {
        var content = PersonaTemplates.All.FirstOrDefault(t => t.Name == template) ?? new PersonaContent("");
        return PageResult.Of<PersonaPage>(View(await PickAsync(context, reader), Draft(content, routes), routes));
    }

    private static async Task<IResult> CreateAsync(HttpContext context, FormState form, PersonaReader reader, PersonaStore store, PersonaPictures pictures, IRouteSource routes)
    {
        var userId = CallerIdentity.UserId(context.User);
        var content = PersonaForm.Read(form, await pictures.TakeAsync(userId, context, form));
        if (!form.IsValid) return await AgainAsync(StatusCodes.Status422UnprocessableEntity);
        var change = await store.CreateAsync(userId, content, context.RequestAborted);
        if (change.Row is { } made) return PageResult.Go($"/personas/{made.Id}", $"{content.Name} is made. It answers where you choose it.");
        form.Fail(change.Conflict!);
        return await AgainAsync(StatusCodes.Status409Conflict);

        async Task<IResult> AgainAsync(int status) => PageResult.Of<PersonaPage>(View(await PickAsync(context, reader), Draft(content, routes), routes), status);
    }

    private static async Task<IResult> ShowAsync(Guid id, HttpContext context, PersonaReader reader, PersonaStore store, IRouteSource routes) =>
        await store.FindAsync(CallerIdentity.UserId(context.User), id, context.RequestAborted) is { } row
            ? PageResult.Of<PersonaPage>(View(await PickAsync(context, reader), Draft(row, PersonaContent.Read(row.Content), routes), routes)) : TypedResults.NotFound();

    private static async Task<IResult> SaveAsync(Guid id, HttpContext context, FormState form, PersonaReader reader, PersonaStore store, PersonaPictures pictures, IDbContextFactory<ParleyDbContext> databases, IRouteSource routes)
    {
        var (userId, stop) = (CallerIdentity.UserId(context.User), context.RequestAborted);
        if (await store.FindAsync(userId, id, stop) is not { } row) return TypedResults.NotFound();
        var content = PersonaForm.Read(form, await pictures.TakeAsync(userId, context, form), PersonaContent.Read(row.Content));
        var seen = VersionOf(form);
        if (!form.IsValid) return await AgainAsync(StatusCodes.Status422UnprocessableEntity, seen ?? row.Version, null);
        var change = await store.ReplaceAsync(userId, id, Match(seen), content, stop);
        if (change.Row is not { } now) return TypedResults.NotFound();
        if (change.IsMismatch)
        {
            await using var db = await databases.CreateDbContextAsync(stop);
            var before = await db.Set<PersonaVersion>().Where(v => v.PersonaId == id && v.Version == seen).Select(v => v.Content).SingleOrDefaultAsync(stop);
            return await AgainAsync(StatusCodes.Status412PreconditionFailed, now.Version, before is null ? [] : ReadableDiff.Between(PersonaContent.Read(before), PersonaContent.Read(now.Content)));
        }

        return PageResult.Go($"/personas/{id}", now.Version == row.Version ? "Saved. Nothing was different." : $"Saved as version {now.Version}.");

        async Task<IResult> AgainAsync(int status, int version, IReadOnlyList<FieldChange>? theirs) =>
            PageResult.Of<PersonaPage>(View(await PickAsync(context, reader), Draft(row, content, routes) with { Version = version }, routes) with { Theirs = theirs }, status);
    }

    /// <summary>Who answers in new chats. From the composer of a browser without scripts comes what was written, too.</summary>
    private static async Task<IResult> ChooseAsync(HttpContext context, FormState form, PersonaStore store, ConversationStore conversations)
    {
        var (userId, stop) = (CallerIdentity.UserId(context.User), context.RequestAborted);
        if (!Guid.TryParseExact(form["Persona"], "D", out var id) || await store.ChooseAsync(userId, id, stop) is not { } row) return FormAnswer.Gone(context);
        var text = form["Message"].ReplaceLineEndings("\n");
        var back = LocalPath.IsLocal(form["Return"]) ? form["Return"] : "/";
        if (text.Length > 0 && back.StartsWith("/c/", StringComparison.Ordinal) && Guid.TryParseExact(back[3..], "D", out var conversation) && text.Length <= Model.Conversation.MaxDraft)
            await conversations.SetDraftAsync(userId, conversation, text, attached: null, stop);
        else if (text.Length > 0 && back == "/") back = $"/?persona={id}&text={Uri.EscapeDataString(text)}";
        return FormAnswer.Go(context, back, $"{PersonaContent.Read(row.Content).Name} answers in new chats.");
    }

    private static async Task<IResult> MenuAsync(Guid? chosen, HttpContext context, PersonaReader reader) =>
        PageResult.Of<PersonaMenu>(await reader.PickAsync(CallerIdentity.UserId(context.User), chosen, context.RequestAborted));

    private static async Task<IResult> SideAsync(HttpContext context, PersonaReader reader) =>
        PageResult.Of<SidePersonas>(await reader.WaitingAsync(CallerIdentity.UserId(context.User), context.RequestAborted));

    private static async Task<IResult> WelcomeAsync(Guid id, HttpContext context, PersonaReader reader, IRouteSource routes)
    {
        var pick = await reader.PickAsync(CallerIdentity.UserId(context.User), id, context.RequestAborted);
        return pick.ChosenId != id ? TypedResults.NotFound()
            : PageResult.Of<Welcome>(new Dictionary<string, object?> { ["Model"] = pick.Chosen, ["HasModels"] = routes.Current.Models.Length > 0 });
    }

    private static async Task<IResult> VersionsAsync(Guid id, int? before, HttpContext context, PersonaReader reader, PersonaStore store, IDbContextFactory<ParleyDbContext> databases)
    {
        var (userId, stop) = (CallerIdentity.UserId(context.User), context.RequestAborted);
        if (await store.FindAsync(userId, id, stop) is not { } persona) return TypedResults.NotFound();
        await using var db = await databases.CreateDbContextAsync(stop);
        var end = before ?? int.MaxValue;
        // One more than is shown, to compare the last with.
        var rows = await db.Set<PersonaVersion>().AsNoTracking().Where(v => v.PersonaId == id && v.Version < end).OrderByDescending(v => v.Version).Take(Versions + 1).ToListAsync(stop);
        var items = rows.Take(Versions).Select((v, i) => new PersonaVersionItem(v.Version, v.CreatedAt, v.RestoredFrom, v.Version == persona.Version,
            i + 1 < rows.Count ? ReadableDiff.Between(PersonaContent.Read(rows[i + 1].Content), PersonaContent.Read(v.Content)) : []));
        return PageResult.Of<VersionsPage>(new VersionsPage.View(await PickAsync(context, reader), id, PersonaContent.Read(persona.Content).Name, persona.Version, [.. items], rows.Count > Versions ? rows[Versions - 1].Version : null));
    }

    private static async Task<IResult> RestoreAsync(Guid id, int version, HttpContext context, FormState form, PersonaStore store)
    {
        var change = await store.RestoreAsync(CallerIdentity.UserId(context.User), id, version, Match(VersionOf(form)), context.RequestAborted);
        if (change.Row is not { } row) return FormAnswer.Gone(context);
        return change.IsMismatch
            ? FormAnswer.Fail(context, $"/personas/{id}/versions", StatusCodes.Status412PreconditionFailed, "It was changed elsewhere since you opened this list, so nothing was taken back. Here is how it is now.")
            : FormAnswer.Go(context, $"/personas/{id}/versions", $"Version {version} holds again, as version {row.Version}.");
    }

    private static async Task<IResult> SettleAsync(HttpContext context, FormState form, PersonaStore store, PreferenceStore preferences)
    {
        var (userId, stop) = (CallerIdentity.UserId(context.User), context.RequestAborted);
        if (!Guid.TryParseExact(form["persona"], "D", out var id) || await store.ChooseAsync(userId, id, stop) is null)
            return PageResult.GoBack("/settings/personas", "That persona is not there any more. Nothing was changed; choose another one.");
        var known = await preferences.ReadAsync(userId, stop);
        await preferences.WriteAsync(userId, known with { Memory = form.IsOn("memory"), MemoryProposals = form.IsOn("memoryProposals") }, IfMatch.Any, stop);
        return PageResult.Go("/settings/personas", "Saved.");
    }

    private static Task<PersonaPick> PickAsync(HttpContext context, PersonaReader reader) => reader.PickAsync(CallerIdentity.UserId(context.User), null, context.RequestAborted, withCounts: true);

    private static PersonaPage.View View(PersonaPick pick, PersonaDraft draft, IRouteSource routes) => new(pick, draft, PersonaModels.Of(routes, draft.Model));

    private static PersonaDraft Draft(Persona row, PersonaContent content, IRouteSource routes) => Draft(content, routes) with { Id = row.Id, Version = row.Version, IsDefault = row.IsDefault };

    private static PersonaDraft Draft(PersonaContent content, IRouteSource routes) => PersonaDraft.Of(content) with { CanThink = PersonaCapabilities.Of(routes, content.Model).Thinking };

    private static int? VersionOf(FormState form) => int.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;

    private static IfMatch Match(int? version) => version is { } seen && IfMatch.TryRead(string.Create(CultureInfo.InvariantCulture, $"\"{seen}\""), out var match, out _) ? match : IfMatch.Any;
}
