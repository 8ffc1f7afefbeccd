using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Parley.Gateway.Routing;
using Parley.Gateway.Routing.Health;
using Parley.Gateway.Upstreams.Guard;
using Parley.Providers.Health;

namespace Parley.Tests.Providers.Health;

public sealed class ProberTests
{
    private const string Key = "sk-canary-0a1b2c3d";
    private static readonly UpstreamCredential Credential = new("7", new Secret(Key));

    [Theory]
    [InlineData("chat", "/v1/models", "Authorization", "Bearer " + Key)]
    [InlineData("responses", "/v1/models", "Authorization", "Bearer " + Key)]
    [InlineData("messages", "/v1/models?limit=1", "x-api-key", Key)]
    [InlineData("gemini", "/v1beta/models?pageSize=1", "x-goog-api-key", Key)]
    public async Task Each_kind_is_asked_in_its_own_way(string kind, string path, string header, string value)
    {
        await using var vendor = await FakeVendor.StartAsync("""{"data":[]}""");
        var result = await ProbeAsync(vendor.Address, kind);
        Assert.Equal((null, 200, "7"), (result.Error, result.Status, result.Credential));
        var asked = Assert.Single(vendor.Asked);
        Assert.Equal((path, value), (asked.Path, asked.Headers[header].ToString()));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_tells_no_secret()
    {
        await using var elsewhere = await FakeVendor.StartAsync("{}");
        await using var vendor = await FakeVendor.StartAsync(context =>
        {
            context.Response.Redirect(elsewhere.Address.ToString());
            return Task.CompletedTask;
        });
        var result = await ProbeAsync(vendor.Address, "chat");
        Assert.Equal((302, true), (result.Status, result.Error!.Contains("redirects", StringComparison.Ordinal)));
        Assert.Empty(elsewhere.Asked);
        Assert.DoesNotContain("canary", result.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_answer_is_given_up_in_time_and_who_does_not_stop_is_read_no_further()
    {
        await using var silent = await FakeVendor.StartAsync(context => Task.Delay(-1, context.RequestAborted));
        var watch = Stopwatch.StartNew();
        var result = await ProbeAsync(silent.Address, "chat", timeoutMs: 300);
        Assert.Equal(("it did not answer in time", null), (result.Error, result.Status));
        Assert.InRange(watch.ElapsedMilliseconds, 250, 5000);

        var written = 0L;
        await using var endless = await FakeVendor.StartAsync(async context =>
        {
            for (; !context.RequestAborted.IsCancellationRequested; written += 8192) await context.Response.WriteAsync(new string(' ', 8192), context.RequestAborted);
        });
        Assert.Null((await ProbeAsync(endless.Address, "chat")).Error);
        Assert.True(written < 64 * 1024 * 1024, $"{written} bytes");
    }

    [Fact]
    public async Task Nobody_there_and_an_address_that_is_not_allowed_are_results_too()
    {
        Uri address;
        await using (var vendor = await FakeVendor.StartAsync("{}")) address = vendor.Address;
        var gone = await ProbeAsync(address, "chat");
        Assert.NotNull(gone.Error);
        Assert.Null(gone.Status);

        await using var inside = await FakeVendor.StartAsync("{}");
        Assert.Contains("allowPrivateNetwork", (await ProbeAsync(inside.Address, "chat", allowPrivate: false)).Error, StringComparison.Ordinal);
        Assert.Empty(inside.Asked);
    }

    private static async Task<ProbeResult> ProbeAsync(Uri address, string kind, int timeoutMs = 5000, bool allowPrivate = true)
    {
        using var connections = new UpstreamConnections(TimeProvider.System);
        var upstream = new UpstreamConfig
        {
            Name = "acme", Kind = kind, BaseUrl = kind is "messages" or "gemini" ? address : new Uri(address, "/v1"), AllowPrivateNetwork = allowPrivate, Credentials = [Credential],
        };
        return await new Prober(connections, TimeProvider.System).ProbeAsync(upstream, Credential, TimeSpan.FromMilliseconds(timeoutMs), default);
    }
}
