using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Chat.Context;
using Parley.Chat.Conversations;
using Parley.Chat.Generations;
using Parley.Chat.Generations.Endpoints;
using Parley.Chat.Live;
using Parley.Chat.Live.Endpoints;
using Parley.Chat.Memory;
using Parley.Chat.Memory.Endpoints;
using Parley.Chat.Model;
using Parley.Chat.Pages;
using Parley.Chat.Pages.Reading;
using Parley.Chat.Personas;
using Parley.Chat.Personas.Endpoints;
using Parley.Chat.Search;
using Parley.Chat.Sharing;
using Parley.Chat.Transfer;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Chat;

/// <summary>Front door of the module: people's conversations.</summary>
internal static class ChatSetup
{
    public static IServiceCollection AddChat(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<MemoryOptions>(configuration, MemoryOptions.Section);
        services.AddCheckedOptions<ImportOptions>(configuration, ImportOptions.Section);
        services.AddChatForVerbs();
        return services.AddLive().AddConversations().AddPersonas().AddContext().AddGenerations().AddChatPages();
    }

    /// <summary>What verbs need: that a person's talks and personas go with the account.</summary>
    public static IServiceCollection AddChatForVerbs(this IServiceCollection services)
    {
        services.AddSingleton<FeedSignal>();
        services.AddSingleton<Feed>();
        services.AddSingleton<IAccountPart, ChatAccount>();
        return services;
    }

    public static void MapChat(this IEndpointRouteBuilder routes)
    {
        routes.MapAllOfConversations();
        routes.MapAllOfPersonas();
        ChatEndpoints.MapChat(routes);
        routes.MapTurns();
        routes.MapLive();
        routes.MapChatPages();
    }

    /// <summary>People's feeds, and their readers.</summary>
    private static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<FeedTable>();
        services.AddSingleton<FeedFollower>();
        services.AddSingleton<LiveAnswers>();
        services.AddSingleton<Readers>();
        services.AddSingleton<SocketActions>();
        services.AddHostedService<FeedKeeper>();
        services.AddHostedService<FeedBeats>();
        return services;
    }

    private static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<ConversationFork>();
        services.AddSingleton<Folders>();
        services.AddSingleton<MessageRatings>();
        services.AddSingleton<ISearchIndex>(provider => provider.GetRequiredService<DatabaseOptions>().IsPostgres ? new PostgresSearchIndex() : new SqliteSearchIndex());
        services.AddSingleton<IStartWork, SearchStart>();
        services.AddSingleton<ConversationSearch>();
        services.AddSingleton<ShareStore>();
        services.AddSingleton<SharedPages>();
        services.AddSingleton<Importer>();
        services.AddSingleton<Exporter>();
        services.AddSingleton<PurgeJob>();
        services.AddHostedService(provider => provider.GetRequiredService<PurgeJob>());
        return services;
    }

    /// <summary>Who answers, and what they remember.</summary>
    private static IServiceCollection AddPersonas(this IServiceCollection services)
    {
        services.AddSingleton<PersonaStore>();
        services.AddSingleton<PersonaBin>();
        services.TryAddSingleton<IPersonaSource, PersonaSource>();
        services.AddSingleton<MemoryStore>();
        services.AddSingleton<MemoryModel>();
        services.AddSingleton<MemoryVectors>();
        services.AddSingleton<MemoryRecall>();
        services.AddSingleton<MemoryNotes>();
        services.AddSingleton<MemoryProposals>();
        return services;
    }

    /// <summary>What models are given.</summary>
    private static IServiceCollection AddContext(this IServiceCollection services)
    {
        services.TryAddSingleton<IAttachedFiles, AttachedFiles>();
        services.AddSingleton<ContextBuilder>();
        services.AddSingleton<SideCall>();
        services.AddSingleton<Afterwards>();
        return services;
    }

    /// <summary>Answers, and their streams.</summary>
    private static IServiceCollection AddGenerations(this IServiceCollection services)
    {
        services.AddSingleton<GenerationNode>();
        services.AddSingleton<TurnStore>();
        services.AddSingleton<AnswerTable>();
        services.AddSingleton<StreamTable>();
        services.AddSingleton<StreamRelay>();
        services.AddSingleton<AnswerMaker>();
        services.AddHostedService(provider => provider.GetRequiredService<AnswerMaker>());
        services.AddHostedService<GenerationKeeper>();
        return services;
    }

    private static void MapAllOfConversations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/conversations").WithTags("Conversations").RequireAuthorization(Policies.Chat)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapConversations();
        group.MapMessages();
        group.MapWhy();
        group.MapStatistics();
        group.MapSearch();
        group.MapExports();
        group.MapImport();
        group.MapShares();
        routes.MapShared();
        routes.MapHistory();
    }

    private static void MapAllOfPersonas(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/personas").WithTags("Personas").RequireAuthorization(Policies.Chat)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapPersonas();
        group.MapMemories();
    }
}
