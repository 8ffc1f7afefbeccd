using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Parley.Data;
using Parley.Providers.Model;
using Parley.Providers.Registry;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers;

/// <summary>A database of the version before providers could be changed.</summary>
public sealed class ProviderUpgradeTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Old_rows_are_enabled_and_have_the_defaults(bool postgres)
    {
        using var database = postgres ? await TestDatabase.CreateAsync(postgres) : TestDatabase.CreateEmpty();
        await using (var db = database.CreateDbContext())
        {
            await db.Database.GetService<IMigrator>().MigrateAsync("StreamsAndMedia");
            const string insert = "INSERT INTO providers (name, kind, base_url, origin, models, allow_private_network, cancel_policy, created_at, updated_at) ";
            await db.Database.ExecuteSqlRawAsync(postgres
                ? insert + "VALUES ('old', 'chat', 'https://old.example/v1', 'Operator', '[]', false, 'estimate', now(), now())"
                : insert + "VALUES ('old', 'chat', 'https://old.example/v1', 'Operator', '[]', 0, 'estimate', 639000000000000000, 639000000000000000)");
            await db.Database.ExecuteSqlRawAsync("INSERT INTO provider_credentials (provider_name, position, sealed, hint) VALUES ('old', 0, 'x', '...')");
        }

        await using (var db = database.CreateDbContext())
        {
            await db.Database.MigrateAsync();
            var row = await db.Set<Provider>().Include(p => p.Credentials).SingleAsync(p => p.Name == "old");
            Assert.Equal((true, 1L, "1"), (row.Enabled, row.Version, Assert.Single(row.Credentials).NamedId()));
            var definition = row.Plain();
            Assert.Equal((true, true, 30.0, new Parley.Gateway.Routing.UpstreamLimits()), (definition.Breaker, definition.Probe, definition.ProbeInterval.TotalSeconds, definition.Limits));
            row.Enabled = false;
            await db.SaveChangesAsync();
        }

        await using var after = database.CreateDbContext();
        Assert.False((await after.Set<Provider>().SingleAsync(p => p.Name == "old")).Enabled);
    }
}
