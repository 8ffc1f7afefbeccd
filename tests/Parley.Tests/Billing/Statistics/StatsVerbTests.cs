using System.Text.Json;
using Parley.Gateway.Messages;
using Parley.Tests.Infrastructure;
using Parley.Tests.Providers;
using Parley.Tests.Providers.Catalogue;

namespace Parley.Tests.Billing.Statistics;

public sealed class StatsVerbTests
{
    private static readonly string[] ThatDay = ["--since", "2026-03-01T00:00:00Z", "--until", "2026-03-02T00:00:00Z"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task The_usage_table_is_told_by_provider_and_model_as_the_api_tells_it(bool postgres)
    {
        await using var stage = await StatisticsStage.StartAsync(postgres);
        var database = stage.Database;
        (await Verbs.RunAsync(database, ["providers", "add", "openai", "--kind", "chat", "--base-url", "https://x.example/v1", "--model", "fast=gpt-5-mini", "--model", "odd"])).Expect();
        for (var i = 0; i < 4; i++)
            await stage.SettleAsync($"f{i}", x => x, s => s with { Provider = "openai", Model = "gpt-5-mini", Attempts = 1, Usage = new Usage(Input: 1000, Output: 100) });
        await stage.SettleAsync("bad", x => x, s => s with { Provider = "openai", Model = "gpt-5-mini", Attempts = 2, Outcome = Parley.Gateway.Ports.CallOutcome.Failed, Error = "rate_limited", Usage = null });
        await stage.SettleAsync("odd", x => x, s => s with { Provider = "openai", Model = "odd", Attempts = 1, Usage = new Usage(Input: 5, Output: 7) });
        await stage.SettleAsync("other", x => x, s => s with { Provider = "removed", Model = "x", Attempts = 1, Usage = new Usage(Input: 1, Output: 1) });

        // A running server moves what it wrote into the table when it is quiet.
        await Eventually.TrueAsync(async () => (await ItemsAsync(database)).Sum(item => item.GetProperty("requests").GetInt64()) == 7, Patience);
        var fast = (await ItemsAsync(database, "openai", "--model", "fast")).Single();
        var api = (await stage.GetAsync("providers/openai/stats?since=2026-03-01T00:00:00Z&until=2026-03-02T00:00:00Z")).GetProperty("models").EnumerateArray().Single(m => m.GetProperty("model").GetString() == "gpt-5-mini");
        foreach (var member in new[] { "requests", "attempts", "outcomes", "errorRate", "errors", "tokens", "firstTokenMs", "totalMs" })
            Assert.Equal(api.GetProperty(member).GetRawText(), JsonSerializer.Serialize(fast.GetProperty(member)));
        // 4,000 tokens at 0.25 and 400 at 2 US dollars a million, by the catalogue.
        Assert.Equal(("0.0018", "USD"), (fast.GetProperty("cost").GetString(), fast.GetProperty("currency").GetString()));
        Assert.Equal(fast.GetProperty("requests").GetInt64(), (await ItemsAsync(database, "openai", "--model", "gpt-5-mini")).Single().GetProperty("requests").GetInt64());
        Assert.Empty(await ItemsAsync(database, "openai", "--model", "nobody"));

        var told = await Verbs.RunAsync(database, ["providers", "stats", .. ThatDay]);
        var lines = told.Expect().Split('\n');
        Assert.StartsWith("PROVIDER  MODEL", lines[0], StringComparison.Ordinal);
        Assert.Equal([("openai", "all", "6"), ("openai", "gpt-5-mini", "5"), ("openai", "odd", "1"), ("removed", "x", "1")],
            lines[1..].Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(cells => (cells[0], cells[1], cells[2])));
        Assert.Matches("^openai +gpt-5-mini +5 +0 +20 % +4000 +0 +0 +400 +0 +0.0018 USD .* rate_limited 1$", lines[2]);
        Assert.Contains("Counted is what stands in the usage table.", told.Errors, StringComparison.Ordinal);

        var details = (await Verbs.RunAsync(database, ["providers", "stats", "openai", .. ThatDay])).Expect();
        Assert.StartsWith("openai\n  requests        6: 5 completed, 0 cancelled, 1 failed\n", details, StringComparison.Ordinal);
        Assert.Contains("openai, gpt-5-mini\n  requests        5: 4 completed, 0 cancelled, 1 failed\n  upstream calls  6\n  errors          20 %: rate_limited 1 (20 %)\n  tokens          input 4000, output 400\n  cost            0.0018 USD\n", details, StringComparison.Ordinal);
        Assert.Contains("unknown: no price of odd", details, StringComparison.Ordinal);
        Assert.Matches("whole answer    p50 [0-9.]+ ms, p90 [0-9.]+ ms, p95 [0-9.]+ ms, p99 [0-9.]+ ms", details);

        // What was rolled up counts the same.
        var before = (await Verbs.RunAsync(database, ["providers", "stats", "openai", "--since", "2026-01-01T00:00:00Z", "--until", "2026-04-01T00:00:00Z"])).Expect();
        await stage.RollUpAsync();
        Assert.Equal(before, (await Verbs.RunAsync(database, ["providers", "stats", "openai", "--since", "2026-01-01T00:00:00Z", "--until", "2026-04-01T00:00:00Z"])).Expect());
        var longAgo = await Verbs.RunAsync(database, ["providers", "stats", "openai", "--until", "2020-01-01T00:00:00Z"]);
        Assert.Equal("", longAgo.Expect());
        Assert.StartsWith("No calls from 2019-12-31 00:00:00Z to 2020-01-01 00:00:00Z.", longAgo.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no provider nobody, and no call to one in this time", "nobody")]
    [InlineData("--window must be one of 15m, 1h, 24h, 7d, 30d.", "--window", "2h")]
    [InlineData("--window cannot be given together with since or until. --since must be a time like", "--window", "1h", "--since", "now")]
    [InlineData("--until must be later than since.", "--since", "2026-03-01T12:00:00Z", "--until", "2026-03-01T11:00:00Z")]
    public async Task What_cannot_be_told_is_one_line_and_exit_code_2(string says, params string[] args)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var refused = await Verbs.RunAsync(database, ["providers", "stats", .. args]);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("parley: " + says, Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private static async Task<List<JsonElement>> ItemsAsync(TestDatabase database, params string[] more) =>
        [.. JsonElement.Parse((await Verbs.RunAsync(database, ["providers", "stats", "--json", .. ThatDay, .. more])).Expect()).GetProperty("items").EnumerateArray()];
}
