using Microsoft.Extensions.DependencyInjection.Extensions;
using Parley.Chat.Context;
using Parley.Chat.Generations;
using Parley.Chat.Generations.Endpoints;
using Parley.Chat.Live;
using Parley.Chat.Live.Endpoints;
using Parley.Chat.Model;
using Parley.Chat.Personas;
using Parley.Data;

namespace Parley.Chat;

/// <summary>Front door of the module: people's conversations.</summary>
internal static class ChatSetup
{
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.AddSingleton<IModelPart, ChatModelPart>();
        return services.AddLive().AddContext().AddGenerations();
    }

    public static void MapChat(this IEndpointRouteBuilder routes)
    {
        ChatEndpoints.MapChat(routes);
        routes.MapTurns();
        routes.MapLive();
    }

    /// <summary>People's feeds, and their readers.</summary>
    private static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<FeedSignal>();
        services.AddSingleton<Feed>();
        services.AddSingleton<FeedTable>();
        services.AddSingleton<FeedFollower>();
        services.AddSingleton<LiveAnswers>();
        services.AddSingleton<Readers>();
        services.AddSingleton<SocketActions>();
        services.AddHostedService<FeedKeeper>();
        return services;
    }

    /// <summary>What models are given.</summary>
    private static IServiceCollection AddContext(this IServiceCollection services)
    {
        services.TryAddSingleton<IPersonaSource, NoPersonas>();
        services.TryAddSingleton<IAttachedFiles, NoFiles>();
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
}
