using Parley.Billing.Model;
using Parley.Billing.Pages;
using Parley.Billing.Statistics;
using Parley.Gateway.Routing;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Billing.Statistics;

/// <summary>What an administrator sees of everybody's usage.</summary>
public sealed class PeopleUsageTests
{
    private static readonly Guid One = Guid.CreateVersion7(), Other = Guid.CreateVersion7();

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task It_is_of_each_person_within_the_time(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var rig = LedgerRig.Create(database);
        var now = DateTimeOffset.UtcNow;
        await using (var db = database.CreateDbContext())
        {
            db.AddRange(
                Record(1, One, now.AddHours(-1), 100), Record(2, One, now.AddHours(-2), 20, model: "m-2"), Record(3, Other, now.AddHours(-1), 3), Record(4, null, now.AddHours(-1), 7),
                Record(5, One, now.AddDays(-2), 9999), Record(6, One, now.AddHours(-1), 6000, outcome: null), Record(7, Other, now.AddHours(-1), 500, isCached: true), Record(8, Other, now.AddHours(-1), 0, provider: null));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await rig.StartKeeperAsync();
        var used = (await rig.Get<PeopleUsage>().ReadAsync(new StatisticsWindow(now.AddDays(-1), now), RouteSnapshot.Empty, default)).ToDictionary(u => u.UserId ?? "", u => u.Rated.Figures);
        Assert.Equal(3, used.Count);
        Assert.Equal((2L, 120L, 4L), (used[One.ToString()].Requests, used[One.ToString()].Tokens.AllIn, used[One.ToString()].Tokens.AllOut));
        Assert.Equal((1L, 3L), (used[Other.ToString()].Requests, used[Other.ToString()].Tokens.AllIn));
        Assert.Equal(7L, used[""].Tokens.AllIn);

        UsageEvent Record(int sequence, Guid? person, DateTimeOffset at, long input, string model = "m-1", string? outcome = "completed", bool? isCached = null, string? provider = "acme") => new()
        {
            Sequence = postgres ? 0 : sequence, RequestId = $"r{sequence}", At = at, UserId = person?.ToString(), Format = "chat", Operation = "chat", ModelAsked = "x", Node = rig.Identity.Node,
            Provider = provider, Model = model, Input = input - 1, CacheRead = 1, Output = 2, Source = "reported", Outcome = outcome, IsCached = isCached,
        };
    }

    [Fact]
    public void The_dearest_stands_first_and_without_prices_who_used_most()
    {
        var rows = UsageRow.List([("few", null, Used(1, null)), ("many", null, Used(9, null)), ("dear", null, Used(1, 3m)), ("cheap", null, Used(99, 0.5m))]);
        Assert.Equal(["dear", "cheap", "many", "few"], rows.Select(row => row.Name));

        static RatedFigures Used(long tokens, decimal? cost) => new(new UsageFigures { Tokens = new TokenSums { Input = tokens } }, cost, []);
    }
}
