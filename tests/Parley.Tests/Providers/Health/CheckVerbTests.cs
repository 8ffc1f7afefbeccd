using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Parley.Data;
using Parley.Providers;
using Parley.Shared;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Health;

public sealed class CheckVerbTests
{
    [Fact]
    public async Task It_tells_of_each_credential_whether_it_is_taken_and_how_many_models_there_are()
    {
        await using var vendor = await FakeVendor.StartAsync(context =>
        {
            if (context.Request.Headers.Authorization != "Bearer sk-canary-good-AAAA") context.Response.StatusCode = 401;
            return context.Response.WriteAsync("""{"data":[{"id":"a"},{"id":"b"}]}""");
        });
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await AddAsync(database, vendor, "sk-canary-good-AAAA", "sk-canary-bad-BBBB");
        var (code, output, error) = await RunAsync(database, "acme");
        Assert.Equal((0, ""), (code, error));
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).ToList();
        Assert.Equal([("...AAAA", "healthy", "it lists 2 models"), ("...BBBB", "down", "it refuses the credential (status 401)")], lines.Select(l => (l[0], l[1], l[3])));
    }

    [Fact]
    public async Task Each_line_counts_what_its_own_credential_may_see()
    {
        await using var vendor = await FakeVendor.StartAsync(context => context.Response.WriteAsync(context.Request.Headers.Authorization.ToString() switch
        {
            "Bearer sk-canary-few-AAAA" => """{"data":[{"id":"a"}]}""",
            "Bearer sk-canary-odd-BBBB" => """{"data":"none"}""",
            _ => """{"data":[{"id":"a"},{"id":"b"},{"id":"c"}]}""",
        }));
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await AddAsync(database, vendor, "sk-canary-few-AAAA", "sk-canary-odd-BBBB", "sk-canary-all-CCCC");
        var (code, output, _) = await RunAsync(database, "acme");
        Assert.Equal(0, code);
        Assert.Equal([("...AAAA", "it lists 1 model"), ("...BBBB", "its list of models cannot be read: its answer is not a list of models"), ("...CCCC", "it lists 3 models")],
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(l => (l[0], l[3])));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_order_of_good_and_bad_credentials_does_not_matter(bool badFirst)
    {
        await using var vendor = await FakeVendor.StartAsync(context =>
        {
            if (context.Request.Headers.Authorization != "Bearer sk-canary-good-AAAA") context.Response.StatusCode = 401;
            return context.Response.WriteAsync("""{"data":[{"id":"a"},{"id":"b"}]}""");
        });
        using var database = await TestDatabase.CreateAsync(postgres: false);
        string[] keys = ["sk-canary-good-AAAA", "sk-canary-bad-BBBB"];
        await AddAsync(database, vendor, badFirst ? [keys[1], keys[0]] : keys);
        var (code, output, _) = await RunAsync(database, "acme");
        Assert.Equal(0, code);
        Assert.Contains("...AAAA\thealthy\t", output, StringComparison.Ordinal);
        Assert.Contains("\tit lists 2 models\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_name_all_that_are_enabled_are_asked()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var vendor = await FakeVendor.StartAsync("""{"data":[{"id":"a"}]}""");
        await AddAsync(database, vendor, "sk-canary-good-AAAA");
        var (code, output, error) = await RunAsync(database);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal([("acme", "...AAAA", "healthy"), ("demo", "-", "healthy")], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(l => (l[0], l[1], l[2])));
        await vendor.DisposeAsync();
        (code, output, error) = await RunAsync(database);
        Assert.Equal(2, code);
        Assert.StartsWith("acme\t...AAAA\tdown\t", output, StringComparison.Ordinal);
        Assert.Contains("Provider acme is down: ", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        await using (var app = await ProviderApp.StartAsync(database.Options)) await app.OkAsync("POST", "providers/acme/disable");
        (code, output, _) = await RunAsync(database);
        Assert.Equal((0, "demo\t-\thealthy\t0\tit is part of Parley\n"), (code, output));
    }

    [Fact]
    public async Task A_provider_that_is_down_is_exit_code_2_and_one_line()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using (var vendor = await FakeVendor.StartAsync("{}")) await AddAsync(database, vendor, "sk-canary-good-AAAA");
        var (code, output, error) = await RunAsync(database, "acme");
        Assert.Equal(2, code);
        Assert.StartsWith("...AAAA\tdown\t", output, StringComparison.Ordinal);
        Assert.Contains("Provider acme is down", Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.DoesNotContain("changed", error, StringComparison.Ordinal);
        Assert.Contains("no provider nobody", (await RunAsync(database, "nobody")).Error, StringComparison.Ordinal);
    }

    private static async Task AddAsync(TestDatabase database, FakeVendor vendor, params string[] keys)
    {
        await using var app = await ProviderApp.StartAsync(database.Options);
        await app.PostAsync(new { name = "acme", kind = "chat", baseUrl = new Uri(vendor.Address, "/v1"), apiKeys = keys, allowPrivateNetwork = true, models = new[] { new { id = "m" } } }, HttpStatusCode.Created);
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(TestDatabase database, params string[] name)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        var host = new VerbHost(
            (services, configuration) => services.AddData(configuration).AddProviders(configuration),
            (services, _, cancellationToken) => services.GetRequiredService<DatabaseStart>().PrepareAsync(asServer: false, cancellationToken))
        { Output = output, Error = error };
        var code = await CommandLine.RunAsync(["providers", "check", .. name, "--data", database.Options.DataFolder], _ => Task.FromResult(0), host, ProvidersSetup.ProvidersVerb);
        return (code, output.ToString(), error.ToString());
    }
}
