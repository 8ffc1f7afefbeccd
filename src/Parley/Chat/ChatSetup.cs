using Parley.Chat.Conversations;
using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Chat.Search;
using Parley.Chat.Sharing;
using Parley.Chat.Transfer;
using Parley.Data;
using Parley.Shared;

namespace Parley.Chat;

/// <summary>Front door of the module: people's conversations.</summary>
internal static class ChatSetup
{
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.AddSingleton<IModelPart, ChatModelPart>();
        services.AddSingleton<FeedSignal>();
        services.AddSingleton<Feed>();
        return services.AddConversations();
    }

    public static void MapChat(this IEndpointRouteBuilder routes) => routes.MapAllOfConversations();

    private static IServiceCollection AddConversations(this IServiceCollection services)
    {
        services.AddSingleton<IModelPart, SearchModelPart>();
        services.AddSingleton<IModelPart, ShareModelPart>();
        services.AddSingleton<ConversationStore>();
        services.AddSingleton<MessageRatings>();
        services.AddSingleton<ISearchIndex>(provider => provider.GetRequiredService<DatabaseOptions>().IsPostgres ? new PostgresSearchIndex() : new SqliteSearchIndex());
        services.AddSingleton<IStartWork, SearchStart>();
        services.AddSingleton<ConversationSearch>();
        services.AddSingleton<ShareStore>();
        services.AddSingleton<Importer>();
        services.AddSingleton<Exporter>();
        services.AddSingleton<PurgeJob>();
        services.AddHostedService(provider => provider.GetRequiredService<PurgeJob>());
        return services;
    }

    private static void MapAllOfConversations(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/v1/conversations").WithTags("Conversations").RequireAuthorization(Policies.Chat)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden).ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        group.MapConversations();
        group.MapMessages();
        group.MapStatistics();
        group.MapSearch();
        group.MapExports();
        group.MapImport();
        group.MapShares();
        routes.MapShared();
        routes.MapHistory();
    }
}
