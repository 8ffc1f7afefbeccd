using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Gateway.Ports;
using Parley.Gateway.Routing;
using Parley.Providers;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers;

public sealed class ProviderVerbsTests
{
    private const string Key = "sk-canary-0123456789-WXYZ";
    private static readonly string[] Add = ["providers", "add", "acme", "--kind", "chat", "--base-url", "http://127.0.0.1:9/v1", "--allow-private-network", "--api-key-stdin"];

    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task The_next_request_is_served_by_what_a_verb_added_and_what_it_removed_is_forgotten_within_a_second(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        Assert.Equal((0, "", "Provider acme is added with m, n. A running server uses it from the next request on.\n"),
            await RunAsync(database, Key, [.. Add, "--model", "m=vendor-m", "--model", "n", "--max-retries", "0"]));
        // What the engine does for a model that it does not know: no waiting for the next poll.
        await app.Get<IRouteSource>().RefreshAsync(CancellationToken.None);
        var target = app.Registry.Current.Find("m")!.Candidates[0];
        Assert.Equal(("vendor-m", 0, Key), (target.UpstreamModel, target.Upstream.MaxRetries, target.Upstream.Credentials[0].Key.Reveal()));

        var (code, output, _) = await RunAsync(database, "", ["providers", "list"]);
        Assert.Equal(0, code);
        Assert.Contains("acme\tchat\toperator\thttp://127.0.0.1:9/v1\t...WXYZ\tm=vendor-m,n\testimate\tenabled\tmax-retries=0\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", output, StringComparison.Ordinal);

        Assert.Equal((0, "", "Provider acme is removed; running streams go on.\n"), await RunAsync(database, "", ["providers", "remove", "acme"]));
        await Eventually.TrueAsync(() => app.Registry.Current.Find("m") is null, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("NAME must be 1", "providers", "add", "A B", "--kind", "chat", "--base-url", "https://x.example/v1")]
    [InlineData("--kind must be", "providers", "add", "x", "--kind", "telnet", "--base-url", "https://x.example/v1")]
    [InlineData("--base-url leads to a private, loopback or reserved address; add --allow-private-network", "providers", "add", "x", "--kind", "chat", "--base-url", "http://localhost/v1")]
    [InlineData("--base-url", "providers", "add", "x", "--kind", "chat")]
    [InlineData("--api-key", "providers", "add", "x", "--kind", "chat", "--base-url", "https://x.example/v1", "--api-key", "sk-1")]
    [InlineData("PARLEY_TEST_UNSET", "providers", "add", "x", "--kind", "chat", "--base-url", "https://x.example/v1", "--api-key-env", "PARLEY_TEST_UNSET")]
    [InlineData("standard input", "providers", "add", "x", "--kind", "chat", "--base-url", "https://x.example/v1", "--api-key-stdin")]
    [InlineData("exclude", "providers", "add", "x", "--kind", "chat", "--base-url", "https://x.example/v1", "--api-key-stdin", "--api-key-env", "PATH")]
    [InlineData("--model is given twice", "providers", "add", "x", "--kind", "chat", "--base-url", "https://x.example/v1", "--model", "m", "--model", "m")]
    [InlineData("no provider nobody", "providers", "remove", "nobody")]
    public async Task What_goes_wrong_is_one_line_and_exit_code_2(string says, params string[] args)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        var (code, output, error) = await RunAsync(database, "", args);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_one_of_the_same_name_is_refused_and_the_first_stays()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        Assert.Equal(0, (await RunAsync(database, Key, Add)).Code);
        var (code, _, error) = await RunAsync(database, "other", Add);
        Assert.Equal(2, code);
        Assert.Contains("exists already", error, StringComparison.Ordinal);
        Assert.Contains("...WXYZ", (await RunAsync(database, "", ["providers", "list"])).Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Everything_of_a_provider_can_be_changed_while_a_server_runs(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        Assert.Equal(0, (await RunAsync(database, Key, [.. Add, "--model", "m", "--probe", "off", "--probe-interval", "10s", "--concurrency", "4", "--requests-per-minute", "60"])).Code);
        await app.Get<IRouteSource>().RefreshAsync(CancellationToken.None);
        Assert.Equal(new UpstreamLimits(4, 60), app.Registry.Current.Find("m")!.Candidates[0].Upstream.Limits);
        var added = app.Registry.Definitions.Single(p => p.Name == "acme");
        Assert.Equal((false, 10.0), (added.Probe, added.ProbeInterval.TotalSeconds));

        Assert.Equal((0, "", "Provider acme is changed (cancelPolicy, resilience.maxRetries, resilience.idleTimeoutMs, resilience.breaker, limits.concurrency). A running server uses it so from the next request on.\n"),
            await RunAsync(database, "", ["providers", "set", "acme", "--max-retries", "0", "--breaker", "off", "--idle-timeout", "1.5s", "--concurrency", "0", "--cancel-policy", "none"]));
        await app.Get<IRouteSource>().RefreshAsync(CancellationToken.None);
        var upstream = app.Registry.Current.Find("m")!.Candidates[0].Upstream;
        Assert.Equal((false, 0, 1.5, new UpstreamLimits(0, 60), "none", true), (upstream.Breaker, upstream.MaxRetries, upstream.IdleTimeout.TotalSeconds, upstream.Limits, upstream.CancelPolicy, upstream.AllowPrivateNetwork));
        Assert.Contains("none\tenabled\tmax-retries=0 idle-timeout=1500ms breaker=off probe=off probe-interval=10000ms requests-per-minute=60\n", (await RunAsync(database, "", ["providers", "list"])).Output, StringComparison.Ordinal);

        Assert.Equal((0, "", "Provider acme is disabled; running streams go on.\n"), await RunAsync(database, "", ["providers", "disable", "acme"]));
        await Eventually.TrueAsync(() => app.Registry.Current.Find("m") is null, TimeSpan.FromSeconds(1));
        Assert.Equal((0, "", "Provider acme is enabled.\n"), await RunAsync(database, "", ["providers", "enable", "acme"]));
        await Eventually.TrueAsync(() => app.Registry.Current.Find("m") is not null, TimeSpan.FromSeconds(1));

        var (code, _, told) = await RunAsync(database, "sk-canary-next-2222", ["providers", "credentials", "acme", "--api-key-stdin", "--overlap", "1h"]);
        Assert.StartsWith("Provider acme uses ...2222 from the next request on, and still ...WXYZ until ", told, StringComparison.Ordinal);
        Assert.Equal(0, code);
        await Eventually.TrueAsync(() => app.Registry.Current.Find("m")!.Candidates[0].Upstream.Credentials.Length == 2, TimeSpan.FromSeconds(1));
        Assert.Equal((0, "", "Provider acme uses no credential from the next request on.\n"), await RunAsync(database, "", ["providers", "credentials", "acme", "--none"]));
    }

    [Fact]
    public async Task Several_credentials_are_given_by_several_variables()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        Environment.SetEnvironmentVariable("PARLEY_TEST_KEY_A", "sk-canary-aaaa");
        Environment.SetEnvironmentVariable("PARLEY_TEST_KEY_B", "sk-canary-bbbb");
        Assert.Equal(0, (await RunAsync(database, "", ["providers", "add", "acme", "--kind", "chat", "--base-url", "https://x.example/v1", "--model", "m", "--api-key-env", "PARLEY_TEST_KEY_A", "--api-key-env", "PARLEY_TEST_KEY_B"])).Code);
        await app.Get<IRouteSource>().RefreshAsync(CancellationToken.None);
        Assert.Equal(["sk-canary-aaaa", "sk-canary-bbbb"], app.Registry.Current.Find("m")!.Candidates[0].Upstream.Credentials.Select(c => c.Key.Reveal()));
    }

    [Fact]
    public async Task Models_are_listed_and_read_anew()
    {
        await using var vendor = await FakeVendor.StartAsync("""{"data":[{"id":"x"},{"id":"vendor-m"}]}""");
        using var database = await TestDatabase.CreateAsync(postgres: false);
        Assert.Equal(0, (await RunAsync(database, "", ["providers", "add", "acme", "--kind", "chat", "--base-url", vendor.Address + "v1", "--allow-private-network", "--model", "m=vendor-m", "--model", "typo"])).Code);
        Assert.Equal((0, "m\tvendor-m\tregistered\tserved\ntypo\ttypo\tregistered\tserved\n", ""), await RunAsync(database, "", ["providers", "models", "acme"]));
        Assert.Equal((0, "m\tvendor-m\tregistered\tserved\ntypo\ttypo\tregistered, not in the provider's list\tserved\nx\tx\tdiscovered\tnot served\n", "Read: 2 new, 0 gone.\n"),
            await RunAsync(database, "", ["providers", "models", "acme", "--refresh"]));
        Assert.Equal(0, (await RunAsync(database, "", ["providers", "set", "acme", "--any-model"])).Code);
        Assert.Equal((0, "vendor-m\tvendor-m\tdiscovered\tserved\nx\tx\tdiscovered\tserved\n", ""), await RunAsync(database, "", ["providers", "models", "acme"]));
        await vendor.DisposeAsync();
        var (code, output, error) = await RunAsync(database, "", ["providers", "models", "acme", "--refresh"]);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains("What was known stays", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Routes_are_set_shown_and_listed()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        Assert.Equal(0, (await RunAsync(database, Key, [.. Add, "--model", "fast", "--model", "clever"])).Code);
        const string routes = """{"routes":[{"name":"support","objective":"cheapest","candidates":[{"model":"fast","weight":3},{"model":"clever"}],"fallbacks":["demo"]}]}""";
        Assert.Equal((0, "", "Set: support. A running server uses them from the next request on.\n"), await RunAsync(database, routes, ["routes", "set", "-"]));
        await app.Get<IRouteSource>().RefreshAsync(CancellationToken.None);
        Assert.Equal("cheapest", app.Registry.Current.Find("support")!.Rule!.Objective);
        Assert.Equal((0, "support\toperator\tcheapest\tfast*3,clever\tdemo\t-\n", ""), await RunAsync(database, "", ["routes", "list"]));
        var shown = (await RunAsync(database, "", ["routes", "show", "support"])).Output;
        var file = Path.Combine(database.Options.DataFolder, "routes.json");
        await File.WriteAllTextAsync(file, shown.Replace("cheapest", "fastest", StringComparison.Ordinal));
        Assert.Equal(0, (await RunAsync(database, "", ["routes", "set", file])).Code);
        Assert.Contains("fastest", (await RunAsync(database, "", ["routes", "show"])).Output, StringComparison.Ordinal);
        foreach (var (input, says) in new[]
        {
            ("{", "JSON"), ("null", "must hold an object"), ("[]", "{\"routes\": []} removes all"), ("", "must hold an object"), ("{}", "routes is missing"), ("""{"routes":[],"x":1}""", "x is not a member"), ("""{"routes":[{"name":"a","candidates":[{"model":"nobody"}]}]}""", "routes[0].candidates[0].model names nobody"),
        })
        {
            var (code, _, error) = await RunAsync(database, input, ["routes", "set", "-"]);
            Assert.Equal(2, code);
            Assert.Contains(says, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        }

        Assert.Equal(2, (await RunAsync(database, "", ["routes", "show", "nobody"])).Code);
        Assert.Equal((0, "", "There are no routes of operators any more.\n"), await RunAsync(database, """{"routes":[]}""", ["routes", "set", "-"]));
        Assert.Equal((0, "", ""), await RunAsync(database, "", ["routes", "list"]));
    }

    [Fact]
    public async Task What_routes_show_writes_is_taken_back_and_only_operators_routes_are_said_to_be_set()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options, new Dictionary<string, string?> { ["Parley:Routes:0:Name"] = "configured", ["Parley:Routes:0:Candidates:0:Model"] = "not-yet" });
        Assert.Equal(0, (await RunAsync(database, Key, [.. Add, "--model", "fast"])).Code);
        var onlyConfigured = (await RunAsync(database, "", ["routes", "show"])).Output;
        Assert.Equal(0, (await RunAsync(database, """{"routes":[{"name":"a","candidates":[{"model":"fast"}]},{"name":"b","candidates":[{"model":"demo"}]}]}""", ["routes", "set", "-"])).Code);
        Assert.Equal(0, (await RunAsync(database, "", ["providers", "disable", "acme"])).Code);
        var shown = (await RunAsync(database, "", ["routes", "show"])).Output;
        Assert.Equal((0, "", "Set: a, b. A running server uses them from the next request on.\n"), await RunAsync(database, shown, ["routes", "set", "-"]));
        Assert.Equal(shown, (await RunAsync(database, "", ["routes", "show"])).Output);
        Assert.Equal((0, "", "There are no routes of operators any more.\n"), await RunAsync(database, onlyConfigured, ["routes", "set", "-"]));
        Assert.Equal((0, "configured\tconfiguration\tbalanced\tnot-yet\t-\tmissing: not-yet\n", ""), await RunAsync(database, "", ["routes", "list"]));
    }

    [Theory]
    [InlineData("Nothing was given", "providers", "set", "acme")]
    [InlineData("no provider nobody", "providers", "set", "nobody", "--max-retries", "1")]
    [InlineData("--max-retries must be between", "providers", "set", "acme", "--max-retries", "99")]
    [InlineData("--connect-timeout must be between 50 and 60000 milliseconds", "providers", "set", "acme", "--connect-timeout", "1ms")]
    [InlineData("--concurrency must be", "providers", "set", "acme", "--concurrency", "-1")]
    [InlineData("--probe-interval", "providers", "set", "acme", "--probe-interval", "soon")]
    [InlineData("maybe", "providers", "set", "acme", "--breaker", "maybe")]
    [InlineData("exclude", "providers", "set", "acme", "--any-model", "--model", "m")]
    [InlineData("no provider nobody", "providers", "enable", "nobody")]
    [InlineData("no provider nobody", "providers", "models", "nobody")]
    [InlineData("--none", "providers", "credentials", "acme")]
    [InlineData("--overlap", "providers", "credentials", "acme", "--none", "--overlap", "x")]
    [InlineData("--overlap must be between 0 and 2592000 seconds", "providers", "credentials", "acme", "--none", "--overlap", "400d")]
    public async Task A_change_that_cannot_be_made_is_one_line_and_changes_nothing(string says, params string[] args)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        Assert.Equal(0, (await RunAsync(database, Key, Add)).Code);
        var before = (await RunAsync(database, "", ["providers", "list"])).Output;
        var (code, output, error) = await RunAsync(database, "", args);
        Assert.Equal((2, ""), (code, output));
        Assert.Contains(says, Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal(before, (await RunAsync(database, "", ["providers", "list"])).Output);
    }

    [Theory]
    [InlineData("500ms", 500), InlineData("30s", 30_000), InlineData("1.5m", 90_000), InlineData("2h", 7_200_000), InlineData("1d", 86_400_000), InlineData("7", 7000), InlineData("0", 0)]
    [InlineData("", null), InlineData("s", null), InlineData("-1s", null), InlineData("1w", null), InlineData("1e9s", null), InlineData("99999999999999s", null)]
    public void Times_are_read_as_people_write_them(string text, int? milliseconds) =>
        Assert.Equal((milliseconds is not null, milliseconds ?? 0.0), (Parley.Providers.Verbs.Duration.TryParse(text, out var time), time.TotalMilliseconds));

    private static async Task<(int Code, string Output, string Error)> RunAsync(TestDatabase database, string input, string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var host = new VerbHost(
            (services, configuration) => services.AddData(configuration).AddProviders(configuration),
            (services, _, cancellationToken) => services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: false, cancellationToken))
        { Output = output, Error = error, Input = new StringReader(input) };
        string[] where = ["--data", database.Options.DataFolder, .. database.Options.IsPostgres ? new[] { "--database", database.Options.Database } : []];
        return (await CommandLine.RunAsync([.. args, .. where], _ => Task.FromResult(0), host, ProvidersSetup.ProvidersVerb, ProvidersSetup.RoutesVerb), output.ToString(), error.ToString());
    }
}
