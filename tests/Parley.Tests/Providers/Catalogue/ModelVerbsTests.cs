using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Catalogue;

public sealed class ModelVerbsTests
{
    private static readonly string[] Add = ["providers", "add", "acme", "--kind", "chat", "--base-url", "https://acme.example/v1", "--model", "fast=gpt-5-mini", "--model", "slow"];

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task What_is_set_is_listed_and_holds_for_a_running_server_within_a_second(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        (await Verbs.RunAsync(database, Add)).Expect();
        (await Verbs.RunAsync(database, ["models", "set", "fast", "--alias", "quick", "--alias", "brisk", "--context", "9000", "--max-output", "100", "--requests-per-minute", "60"])).Expect();
        (await Verbs.RunAsync(database, ["models", "set", "fast", "--concurrency", "3"])).Expect();
        (await Verbs.RunAsync(database, ["models", "set", "slow", "--disable"])).Expect();
        await Eventually.TrueAsync(() => app.Registry.Current.Find("brisk")?.Limits is { Concurrency: 3, RequestsPerMinute: 60 } && app.Registry.Current.Find("slow") is null, TimeSpan.FromSeconds(2));
        var list = (await Verbs.RunAsync(database, ["models", "list"])).Expect().Split('\n');
        Assert.Contains("fast\tavailable\tacme=gpt-5-mini\t9000\t100\t0.25\t2\tUSD\tquick,brisk", list);
        Assert.Contains("slow\tdisabled\tacme\t-\t-\t-\t-\t-\t-", list);
        (await Verbs.RunAsync(database, ["models", "set", "fast", "--reset", "--alias", "only"])).Expect();
        Assert.Contains("fast\tavailable\tacme=gpt-5-mini\t400000\t128000\t0.25\t2\tUSD\tonly", (await Verbs.RunAsync(database, ["models", "list"])).Expect().Split('\n'));
        (await Verbs.RunAsync(database, ["models", "set", "fast", "--no-aliases"])).Expect();
        (await Verbs.RunAsync(database, ["models", "set", "slow", "--enable"])).Expect();
        await Eventually.TrueAsync(() => app.Registry.Current.Find("only") is null && app.Registry.Current.Find("slow") is not null, TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("no model nobody", "nobody", "--disable")]
    [InlineData("Say what to change", "fast")]
    [InlineData("exclude", "fast", "--enable", "--disable")]
    [InlineData("exclude", "fast", "--alias", "x", "--no-aliases")]
    [InlineData("aliases[0] is the name of a model", "fast", "--alias", "slow")]
    [InlineData("aliases[1] leads to provider acme already", "fast", "--alias", "ok", "--alias", "acme/slow")]
    [InlineData("contextWindow must be between", "fast", "--context", "-1")]
    public async Task What_goes_wrong_is_one_line_and_changes_nothing(string says, params string[] args)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        (await Verbs.RunAsync(database, Add)).Expect();
        var result = await Verbs.RunAsync(database, ["models", "set", .. args]);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Contains(says, Assert.Single(result.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
