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
    [InlineData("fast,slow")]
    [InlineData("fast,slow", "--provider", "acme")]
    [InlineData("", "--provider", "nobody")]
    [InlineData("fast", "--capability", "tools", "--capability", "structured_output")]
    [InlineData("fast", "--min-context", "400000")]
    [InlineData("", "--min-context", "400001")]
    [InlineData("fast", "--max-input-price", "0.25", "--max-output-price", "2")]
    [InlineData("", "--max-output-price", "1.99")]
    [InlineData("slow", "--state", "disabled")]
    [InlineData("fast", "--state", "available")]
    [InlineData("fast", "--state", "enabled")]
    [InlineData("", "--state", "deprecated")]
    public async Task The_list_is_filtered_as_by_the_api(string models, params string[] filters)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options, new Dictionary<string, string?> { ["Parley:Demo"] = "false" });
        (await Verbs.RunAsync(database, Add)).Expect();
        (await Verbs.RunAsync(database, ["models", "set", "slow", "--disable"])).Expect();
        var listed = await Verbs.RunAsync(database, ["models", "list", .. filters]);
        Assert.Equal(models, string.Join(',', listed.Expect().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')[0])));
        var table = (await Verbs.RunAsync(database, ["models", "capabilities", .. filters])).Expect().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(models, string.Join(',', table.Skip(1).Select(line => line.Split(' ')[0])));
        Assert.Equal(models.Length == 0 ? "No model passes these filters. What is not known of a model does not pass.\n" : "", listed.Errors);
        await app.Registry.ReloadAsync(default);
        var query = string.Join('&', filters.Chunk(2).Select(f => $"{Camel(f[0])}={f[1]}"));
        Assert.Equal(models, string.Join(',', (await app.OkAsync("GET", $"models?{query}")).Body.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetString())));

        static string Camel(string option) => string.Concat(option[2..].Split('-').Select((part, i) => i == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
    }

    [Theory]
    [InlineData("--capability \"vison\" is none that the catalogue knows", "list", "--capability", "vison")]
    [InlineData("--state must be enabled, disabled, deprecated or available.", "list", "--state", "good")]
    [InlineData("--min-context must not be negative.", "list", "--min-context", "-1")]
    [InlineData("There is no model nobody; \"models list\" shows what there is.", "show", "nobody")]
    public async Task What_cannot_be_shown_is_one_line(string says, params string[] args)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        (await Verbs.RunAsync(database, Add)).Expect();
        var refused = await Verbs.RunAsync(database, ["models", .. args]);
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith("parley: " + says, Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_are_written_as_json_too()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        (await Verbs.RunAsync(database, Add)).Expect();
        (await Verbs.RunAsync(database, ["keys", "create", "--name", "web"])).Expect();
        foreach (var (verb, member, values) in new[] { (new[] { "providers", "list" }, "name", new[] { "acme" }), (["models", "list"], "id", ["fast", "slow"]), (["keys", "list"], "name", ["web"]), (["models", "capabilities"], "id", ["fast", "slow"]) })
        {
            var items = System.Text.Json.JsonElement.Parse((await Verbs.RunAsync(database, [.. verb, "--json"])).Expect()).GetProperty("items");
            Assert.Equal(values, items.EnumerateArray().Select(item => item.GetProperty(member).GetString()!));
        }

        var table = (await Verbs.RunAsync(database, ["models", "capabilities"])).Expect().Split('\n');
        Assert.Matches("^MODEL +STATE .*TOOLS", table[0]);
        Assert.Matches("^fast +available .*yes", table[1]);
        Assert.Matches("^slow +available( +-)+$", table[2]);
    }

    [Fact]
    public async Task One_is_shown_with_what_is_known_and_what_was_decided()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        (await Verbs.RunAsync(database, [.. Add, "--model", "gpt-5"])).Expect();
        (await Verbs.RunAsync(database, ["models", "set", "fast", "--alias", "quick", "--context", "9000", "--requests-per-minute", "60", "--concurrency", "1"])).Expect();
        foreach (var name in new[] { "fast", "quick" })
        {
            var text = (await Verbs.RunAsync(database, ["models", "show", name])).Expect();
            Assert.StartsWith("fast (available)\n  providers    acme = gpt-5-mini\n  aliases      quick\n  mode         chat\n  context      9000 (set here; the catalogue says 400000)\n  max output   128000\n", text, StringComparison.Ordinal);
            Assert.Contains("\n  limits       60 requests a minute, 1 request at once\n", text, StringComparison.Ordinal);
            Assert.Contains("* input 0.25, output 2, ", text, StringComparison.Ordinal);
        }

        Assert.Contains("\n  context      unknown\n", (await Verbs.RunAsync(database, ["models", "show", "slow"])).Expect(), StringComparison.Ordinal);
        var json = System.Text.Json.JsonElement.Parse((await Verbs.RunAsync(database, ["models", "show", "fast", "--json"])).Expect());
        Assert.Equal(("fast", 9000, "0.25"), (json.GetProperty("id").GetString(), json.GetProperty("contextWindow").GetInt32(), json.GetProperty("price").GetProperty("input").GetString()));
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
