using Parley.Chat.Live;
using Parley.Chat.Model;
using Parley.Data;

namespace Parley.Chat;

/// <summary>Front door of the module: people's conversations.</summary>
internal static class ChatSetup
{
    public static IServiceCollection AddChat(this IServiceCollection services)
    {
        services.AddSingleton<IModelPart, ChatModelPart>();
        services.AddSingleton<FeedSignal>();
        services.AddSingleton<Feed>();
        return services;
    }
}
