using Parley.Chat.Pages.Data;
using Parley.Chat.Pages.Files;
using Parley.Chat.Pages.Memories;
using Parley.Chat.Pages.Personas;
using Parley.Chat.Pages.Reading;
using Parley.Chat.Pages.Why;
using Parley.Chat.Sharing;
using Parley.Identity;
using Parley.Shared;
using Parley.Ui;

namespace Parley.Chat.Pages;

/// <summary>The chat page and its parts. Each works as a page or form by itself; the page's script fetches the same parts.</summary>
internal static class ChatPages
{
    public static IServiceCollection AddChatPages(this IServiceCollection services)
    {
        services.AddSingleton<PersonaReader>();
        services.AddSingleton<PersonaPictures>();
        services.AddSingleton<MemoryReader>();
        services.AddNavigation(new(NavigationPlace.Menu, "Personas", "/personas", "users", 20));
        services.AddSettingsSection<PersonaSection>("personas", "Personas", "users", 35);
        services.AddSingleton<ThreadReader>();
        services.AddSingleton<SideReader>();
        services.AddSingleton<ChatReader>();
        services.AddFilePages();
        services.AddDataForms();
        services.AddSingleton<ChatsReader>();
        return services;
    }

    public static void MapChatPages(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapPages().MapGroup("").RequireAuthorization(Policies.Chat);
        routes.MapPages().MapGet("/", FrontAsync).AllowAnonymous();
        pages.MapGet("/c/{id:guid}", (Guid id, string? q, Guid? before, Guid? at, Guid? edit, HttpContext context, ChatReader reader) => ShowAsync(id, new ChatQuery(q, before, at, edit), context, reader));
        pages.MapBack();
        pages.MapGet("/c/list", SideAsync);
        pages.MapGet("/chats", async (string? show, string? folder, string? cursor, HttpContext context, ChatsReader reader) => PageResult.Of<ChatsPage>(await reader.ReadAsync(CallerIdentity.UserId(context.User), show, folder, cursor, context)));
        pages.MapGet("/c/{id:guid}/thread", ThreadAsync);
        pages.MapGet("/c/{id:guid}/m/{messageId:guid}", ArticleAsync);
        pages.MapGet("/c/{id:guid}/m/{messageId:guid}/text", TextAsync);
        routes.MapPages().MapGet("/shared/{token}", SharedAsync).AllowAnonymous();
        routes.MapFrames();
        pages.MapTurnForms();
        pages.MapConversationForms();
        pages.MapFilePages();
        pages.MapDataForms();
        pages.MapPersonaPages();
        pages.MapPersonaBin();
        pages.MapMemoryPages();
        pages.MapWhyPages();
    }

    /// <summary>The address of the house: a new chat for people, the way in for strangers, and a word for programs.</summary>
    private static async Task<IResult> FrontAsync(string? q, string? text, Guid? persona, HttpContext context, ChatReader reader)
    {
        if (CallerIdentity.Find(context.User) is { UserId: not null } && CallerIdentity.May(context.User, Policies.Chat)) return await ShowAsync(null, new ChatQuery(q, Text: text, Persona: persona), context, reader);
        return context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            ? PageResult.Go("/login")
            : TypedResults.Text("Parley is running. Programs talk to it under /v1 with an API key; /docs lists all operations.\n");
    }

    private static async Task<IResult> ShowAsync(Guid? id, ChatQuery query, HttpContext context, ChatReader reader)
    {
        Frames.Allow(context);
        var userId = CallerIdentity.UserId(context.User);
        if (await reader.ReadAsync(userId, id, query, context) is { } view)
        {
            BackPage.Remember(context, id);
            return PageResult.Of<ChatPage>(view);
        }

        return id is { } known && await reader.BinnedAsync(userId, known, context.RequestAborted) is { } binned ? PageResult.Of<BinnedPage>(binned, StatusCodes.Status404NotFound) : TypedResults.NotFound();
    }

    private static async Task<IResult> SideAsync(Guid? current, string? q, string? folder, string? cursor, HttpContext context, ChatReader reader) =>
        PageResult.Of<SideList>(await reader.SideAsync(CallerIdentity.UserId(context.User), current, new SideQuery(q, folder, cursor), context));

    private static async Task<IResult> ThreadAsync(Guid id, Guid? before, HttpContext context, ThreadReader reader) =>
        await reader.ReadAsync(CallerIdentity.UserId(context.User), id, before, null, null, context.RequestAborted) is { } thread ? PageResult.Of<ThreadPart>(thread) : TypedResults.NotFound();

    private static async Task<IResult> ArticleAsync(Guid id, Guid messageId, bool? edit, HttpContext context, ThreadReader reader) =>
        await reader.ReadOneAsync(CallerIdentity.UserId(context.User), id, messageId, edit == true, context.RequestAborted) is { } article ? PageResult.Of<MessageArticle>(article) : TypedResults.NotFound();

    private static async Task<IResult> TextAsync(Guid id, Guid messageId, HttpContext context, ThreadReader reader) =>
        await reader.TextAsync(CallerIdentity.UserId(context.User), id, messageId, context.RequestAborted) is { } text ? TypedResults.Text(text, "text/plain; charset=utf-8") : TypedResults.NotFound();

    private static async Task<IResult> SharedAsync(string token, HttpContext context, SharedPages shared)
    {
        if (await shared.ReadAsync(token, context.RequestAborted) is not { } view) return TypedResults.NotFound();
        Frames.Allow(context);
        context.Response.Headers["X-Robots-Tag"] = "noindex, nofollow";
        return PageResult.Of<SharedPage>(view);
    }
}
