using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Identity;
using Parley.Shared;
using Parley.Streams.Log;
using Parley.Streams.Model;
using Parley.Streams.Responses;

namespace Parley.Streams;

/// <summary>Front door of the module: streams that outlive their connection, and responses that are kept.</summary>
internal static class StreamsSetup
{
    public static IServiceCollection AddStreams(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<StreamsOptions>(configuration, StreamsOptions.Section);
        services.AddSingleton<StreamNode>();
        services.AddSingleton<FrameTable>();
        services.AddSingleton<StreamLog>();
        services.AddSingleton<IStreamStore>(provider => provider.GetRequiredService<StreamLog>());
        services.AddSingleton<ResponseStore>();
        services.AddSingleton<IResponseStore>(provider => provider.GetRequiredService<ResponseStore>());
        services.AddSingleton<IAccountPart, StreamsAccount>();
        services.AddHostedService<LogWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<ResponseStore>());
        services.AddHostedService<Reaper>();
        return services;
    }
}
