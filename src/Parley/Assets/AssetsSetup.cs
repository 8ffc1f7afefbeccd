using Parley.Assets.Endpoints;
using Parley.Assets.Model;
using Parley.Assets.Reading;
using Parley.Assets.Storage;
using Parley.Data;
using Parley.Identity;
using Parley.Shared;

namespace Parley.Assets;

/// <summary>Front door of the module: people's files.</summary>
internal static class AssetsSetup
{
    public static IServiceCollection AddAssets(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddAssetsForVerbs(configuration);
        services.AddHostedService(provider => provider.GetRequiredService<BlobKeeper>());
        services.AddSingleton<FileReader>();
        services.AddSingleton<FileStore>();
        services.AddSingleton<FileUploads>();
        services.AddSingleton<FileParts>();
        services.AddSingleton<FileShelf>();
        services.AddSingleton<FileAnswer>();
        return services;
    }

    /// <summary>What verbs need: that a person's files go with the account. Bytes that nobody uses any more go when the server next looks for them.</summary>
    public static IServiceCollection AddAssetsForVerbs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<AssetsOptions>(configuration, AssetsOptions.Section);
        services.AddSingleton<IAccountPart, AssetsAccount>();
        services.AddSingleton<FolderStorage>();
        var bucket = services.AddCheckedOptions<S3Options>(configuration, S3Options.Section);
        if (bucket.IsOn) services.AddSingleton<IBlobStorage, S3Storage>();
        else services.AddSingleton<IBlobStorage>(provider => provider.GetRequiredService<FolderStorage>());
        services.AddSingleton<MissingBytes>();
        services.AddSingleton<BlobStore>();
        services.AddSingleton<BlobKeeper>();
        return services;
    }

    public static void MapAssets(this IEndpointRouteBuilder routes) => routes.MapFiles();
}
