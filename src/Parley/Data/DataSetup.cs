using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Parley.Data.KeyRing;
using Parley.Data.Postgres;
using Parley.Data.Sqlite;
using Parley.Shared;

namespace Parley.Data;

/// <summary>Front door of the database: one context on SQLite or PostgreSQL.</summary>
internal static class DataSetup
{
    private const int PooledContexts = 64;

    /// <summary>Adds the context of the configured database. Modules inject <c>IDbContextFactory&lt;ParleyDbContext&gt;</c>
    /// or a scoped <see cref="ParleyDbContext"/>.</summary>
    public static IServiceCollection AddData(this IServiceCollection services, IConfiguration configuration)
    {
        var options = services.AddCheckedOptions<DatabaseOptions>(configuration, "Parley");
        DatabaseTrouble.Verify(options);
        services.AddSingleton<DatabaseStart>();
        services.AddSingleton<DatabaseWrites>();
        services.AddSingleton<ChangeWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeWatcher>());
        services.AddKeyRing(configuration, options);
        services.AddSingleton<SqliteWriteTurn>();
        services.AddSingleton<DatabaseCommands>();
        return options.IsPostgres
            ? services.AddContext<PostgresParleyDbContext>(db => db.UseNpgsql(options.Database, PostgresRetries.Apply))
            : services.AddContext<SqliteParleyDbContext>(db => db.UseSqlite(options.SqliteConnectionString).AddInterceptors(new SqlitePragmas(), new SqliteWriteCommands()));
    }

    private static IServiceCollection AddContext<TContext>(this IServiceCollection services, Action<DbContextOptionsBuilder> configure)
        where TContext : ParleyDbContext
    {
        // A test compares the model with the migrations. A context costs twenty services of its own, so they are lent again and again.
        services.AddPooledDbContextFactory<TContext>(db => configure(db.ConfigureWarnings(w => w.Ignore(RelationalEventId.PendingModelChangesWarning))), PooledContexts);
        services.AddSingleton<IDbContextFactory<ParleyDbContext>, BaseFactory<TContext>>();
        services.AddScoped<ParleyDbContext>(provider => provider.GetRequiredService<IDbContextFactory<TContext>>().CreateDbContext());
        return services;
    }

    private sealed class BaseFactory<TContext>(IDbContextFactory<TContext> factory) : IDbContextFactory<ParleyDbContext>
        where TContext : ParleyDbContext
    {
        public ParleyDbContext CreateDbContext() => factory.CreateDbContext();
    }
}
