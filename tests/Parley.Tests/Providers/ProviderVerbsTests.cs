using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Gateway.Ports;
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
        Assert.Contains("acme\tchat\toperator\thttp://127.0.0.1:9/v1\t...WXYZ\tm=vendor-m,n\testimate\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", output, StringComparison.Ordinal);

        Assert.Equal((0, "", "Provider acme is removed; running streams go on.\n"), await RunAsync(database, "", ["providers", "remove", "acme"]));
        await Eventually.TrueAsync(() => app.Registry.Current.Find("m") is null, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [InlineData("name", "providers", "add", "A B", "--kind", "chat", "--base-url", "https://x.example/v1")]
    [InlineData("kind", "providers", "add", "x", "--kind", "telnet", "--base-url", "https://x.example/v1")]
    [InlineData("baseUrl", "providers", "add", "x", "--kind", "chat", "--base-url", "http://localhost/v1")]
    [InlineData("--base-url", "providers", "add", "x", "--kind", "chat")]
    [InlineData("--api-key", "providers", "add", "x", "--kind", "chat", "--base-url", "https://x.example/v1", "--api-key", "sk-1")]
    [InlineData("PARLEY_TEST_UNSET", "providers", "add", "x", "--kind", "chat", "--base-url", "https://x.example/v1", "--api-key-env", "PARLEY_TEST_UNSET")]
    [InlineData("standard input", "providers", "add", "x", "--kind", "chat", "--base-url", "https://x.example/v1", "--api-key-stdin")]
    [InlineData("exclude", "providers", "add", "x", "--kind", "chat", "--base-url", "https://x.example/v1", "--api-key-stdin", "--api-key-env", "PATH")]
    [InlineData("models[1].id", "providers", "add", "x", "--kind", "chat", "--base-url", "https://x.example/v1", "--model", "m", "--model", "m")]
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

    private static async Task<(int Code, string Output, string Error)> RunAsync(TestDatabase database, string input, string[] args)
    {
        var (output, error) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        var host = new VerbHost(
            (services, configuration) => services.AddData(configuration).AddProviders(configuration).AddAllModelParts(),
            (services, cancellationToken) => services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: false, cancellationToken))
        { Output = output, Error = error, Input = new StringReader(input) };
        string[] where = ["--data", database.Options.DataFolder, .. database.Options.IsPostgres ? new[] { "--database", database.Options.Database } : []];
        return (await CommandLine.RunAsync([.. args, .. where], _ => Task.FromResult(0), host, ProvidersSetup.ProvidersVerb), output.ToString(), error.ToString());
    }
}
