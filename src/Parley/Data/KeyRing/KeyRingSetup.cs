using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Parley.Shared;

namespace Parley.Data.KeyRing;

/// <summary>The keys that seal secrets at rest (Data Protection). With SQLite they lie beside the database in files that
/// only the owner may read, so that a copied database file alone reveals nothing; with PostgreSQL they are in the
/// database, which all nodes share. A master key, when one is given, encrypts them there.
/// See docs/decisions/0001-key-ring.md.</summary>
internal static class KeyRingSetup
{
    public const string Folder = "keyring";

    public static IServiceCollection AddKeyRing(this IServiceCollection services, IConfiguration configuration, DatabaseOptions options)
    {
        var masterKey = services.AddCheckedOptions<KeyRingOptions>(configuration, ConfigurationCheck.Root).MasterKey;
        services.AddSingleton(new MasterKey(masterKey));
        services.AddSingleton<IStartWork, MasterKeyCheck>();
        if (!string.IsNullOrEmpty(masterKey))
            services.AddOptions<KeyManagementOptions>().Configure<MasterKey>((keys, key) => keys.XmlEncryptor = new MasterKeyXmlEncryptor(key));
        services.AddDataProtection().SetApplicationName("Parley");
        if (options.IsPostgres)
        {
            services.AddOptions<KeyManagementOptions>().Configure<IDbContextFactory<ParleyDbContext>>((keys, databases) =>
                keys.XmlRepository = new DatabaseKeyRing(databases));
        }
        else
        {
            services.AddOptions<KeyManagementOptions>().Configure(keys =>
                keys.XmlRepository = new FileKeyRing(Path.Combine(Path.GetFullPath(options.DataFolder), Folder)));
        }

        // "No XML encryptor configured" at every start: where the keys lie and who may read them is decided here.
        return services.AddLogging(log => log.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error));
    }
}
