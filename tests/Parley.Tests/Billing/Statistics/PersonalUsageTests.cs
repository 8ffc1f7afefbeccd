using Parley.Billing.Model;
using Parley.Billing.Pages;
using Parley.Billing.Statistics;
using Parley.Gateway.Routing;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Billing.Statistics;

/// <summary>What a person sees of their own usage.</summary>
public sealed class PersonalUsageTests
{
    private static readonly Guid Person = Guid.CreateVersion7();

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task It_is_their_own_of_thirty_days_by_day(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var rig = LedgerRig.Create(database);
        var now = DateTimeOffset.UtcNow;
        await using (var db = database.CreateDbContext())
        {
            db.AddRange(
                Record(1, Person, now, 100), Record(2, Person, now.AddDays(-1), 20), Record(3, Person, now.AddDays(-1), 3, model: "m-2"), Record(4, Person, now.AddDays(-40), 9999),
                Record(5, Guid.CreateVersion7(), now, 777), Record(6, null, now, 555), Record(7, Person, now.AddSeconds(90), 5), Record(8, Person, now, 6000, outcome: null));
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        await rig.StartKeeperAsync();
        var days = await rig.Get<PersonalUsage>().ReadAsync(Person, default);
        Assert.Equal((PersonalUsage.Days, DateOnly.FromDateTime(now.UtcDateTime)), (days.Count, days[^1].Day));
        Assert.Equal([23L, 105L], days.Where(d => d.Figures.Count > 0).Select(d => d.Figures.Values.Sum(f => f.Tokens.AllIn)));
        Assert.Equal(["m-1", "m-2"], days[^2].Figures.Keys.Select(k => k.Model).Order());

        UsageEvent Record(int sequence, Guid? person, DateTimeOffset at, long input, string model = "m-1", string? outcome = "completed") => new()
        {
            Sequence = postgres ? 0 : sequence, RequestId = $"r{sequence}", At = at, UserId = person?.ToString(), Format = "chat", Operation = "chat", ModelAsked = "x", Node = rig.Identity.Node,
            Provider = "acme", Model = model, Input = input - 1, CacheRead = 1, Output = 2, Source = "reported", Outcome = outcome,
        };
    }

    [Fact]
    public void The_built_in_demonstration_costs_nothing()
    {
        UpstreamConfig demo = new() { Name = "demo", Kind = "demo" }, acme = new() { Name = "acme", Kind = "chat" };
        var prices = new RoutePrices(new RouteSnapshot([demo, acme], [new("demo", [new(demo, "demo")]), new("m", [new(acme, "m")])]));
        var tokens = new TokenSums { Input = 10, Output = 20 };
        Assert.Equal((decimal?)0, prices.Of(new("demo", "demo")).Rate(tokens).Cost);
        Assert.Null(prices.Of(new("acme", "m")).Rate(tokens).Cost);
    }

    [Fact]
    public void What_has_no_price_is_said_and_never_shown_as_nothing()
    {
        RatedFigures priced = new(new UsageFigures(), 0.0375m, []), free = new(new UsageFigures(), 0, []), unknown = new(new UsageFigures(), null, ["input"]);
        Assert.Equal(("0.0375 USD", "0 USD", "–"), (UsageText.Cost(priced), UsageText.Cost(free), UsageText.Cost(unknown)));
        var both = RatedFigures.Sum([("a", priced), ("b", unknown), ("c", priced)]);
        Assert.Equal(("over 0.075 USD", "no price known: b"), (UsageText.Cost(both), UsageText.Unpriced(both)));
        Assert.Equal("1,234.50 USD", UsageText.Cost(new(new UsageFigures(), 1234.5m, [])));
        Assert.Equal("no price known: a, b, c and 2 more", UsageText.Unpriced(RatedFigures.Sum("abcde".Select(name => (name.ToString(), unknown)))));
    }
}
