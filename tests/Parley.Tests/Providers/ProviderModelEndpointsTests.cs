using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers;

public sealed class ProviderModelEndpointsTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task The_list_is_read_when_asked_and_what_changed_is_told(bool postgres)
    {
        var body = """{"data":[{"id":"a"},{"id":"b"}]}""";
        await using var vendor = await FakeVendor.StartAsync(context => context.Response.WriteAsync(body));
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, vendor.Address);
        Assert.Empty(Names((await app.OkAsync("GET", "providers/acme/models")).Body));
        Assert.Equal(["a", "b"], Names((await app.OkAsync("POST", "providers/acme/models/refresh")).Body));
        Assert.NotNull(app.Registry.Current.Find("b"));
        body = """{"data":[{"id":"b"},{"id":"c"}]}""";
        var (changed, _) = await app.OkAsync("POST", "providers/acme/models/refresh");
        Assert.Equal(("c", "a"), (Assert.Single(changed.GetProperty("added").EnumerateArray()).GetString(), Assert.Single(changed.GetProperty("removed").EnumerateArray()).GetString()));
        Assert.Null(app.Registry.Current.Find("a"));
        var (first, _) = await app.OkAsync("GET", "providers/acme/models?limit=1");
        Assert.Equal("b", Assert.Single(first.GetProperty("items").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal(["c"], Names((await app.OkAsync("GET", "providers/acme/models?limit=1&cursor=" + first.GetProperty("next").GetString())).Body));
    }

    [Fact]
    public async Task Registered_models_are_shown_with_what_the_upstream_calls_them_and_whether_it_knows_them()
    {
        await using var vendor = await FakeVendor.StartAsync("""{"data":[{"id":"fast-2"},{"id":"unused"}]}""");
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, vendor.Address, new { id = "fast", upstreamName = "fast-2" }, new { id = "typo", upstreamName = "fast-22" });
        Assert.All((await app.OkAsync("GET", "providers/acme/models")).Body.GetProperty("items").EnumerateArray(), m => Assert.Equal(JsonValueKind.Null, m.GetProperty("discovered").ValueKind));
        await app.OkAsync("POST", "providers/acme/models/refresh");
        var models = (await app.OkAsync("GET", "providers/acme/models")).Body.GetProperty("items").EnumerateArray()
            .Select(m => (m.GetProperty("id").GetString(), m.GetProperty("upstreamName").GetString(), m.GetProperty("registered").GetBoolean(), m.GetProperty("discovered").GetBoolean(), m.GetProperty("served").GetBoolean()));
        Assert.Equal([("fast", "fast-2", true, true, true), ("typo", "fast-22", true, false, true), ("unused", "unused", false, true, false)], models);
        Assert.Null(app.Registry.Current.Find("unused"));
        await app.OkAsync("POST", "providers/acme/disable");
        Assert.All((await app.OkAsync("GET", "providers/acme/models")).Body.GetProperty("items").EnumerateArray(), m => Assert.False(m.GetProperty("served").GetBoolean()));
    }

    [Theory]
    [InlineData("garbage", "not JSON")]
    [InlineData("huge", "MiB")]
    [InlineData("many", "5000")]
    [InlineData("refused", "status 401")]
    [InlineData("gone", "refused")]
    public async Task A_list_that_cannot_be_used_is_502_with_the_reason_and_what_was_known_stays(string what, string says)
    {
        var fails = false;
        await using var vendor = await FakeVendor.StartAsync(async context =>
        {
            if (!fails) await context.Response.WriteAsync("""{"data":[{"id":"a"}]}""");
            else if (what == "garbage") await context.Response.WriteAsync("<html>sk-canary</html>");
            else if (what == "huge") for (var i = 0; i < 2000 && !context.RequestAborted.IsCancellationRequested; i++) await context.Response.WriteAsync(new string(' ', 8192));
            else if (what == "many") await context.Response.WriteAsync($$"""{"data":[{{string.Join(',', Enumerable.Range(0, 5001).Select(i => $$"""{"id":"m{{i}}"}"""))}}]}""");
            else context.Response.StatusCode = 401;
        });
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        await AddAsync(app, vendor.Address);
        await app.OkAsync("POST", "providers/acme/models/refresh");
        fails = true;
        if (what == "gone") await vendor.DisposeAsync();
        var (status, problem, _) = await app.SendAsync("POST", "providers/acme/models/refresh");
        Assert.Equal(HttpStatusCode.BadGateway, status);
        Assert.Contains(says, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", problem.GetRawText(), StringComparison.Ordinal);
        Assert.NotNull(app.Registry.Current.Find("a"));
        Assert.Equal(["a"], Names((await app.OkAsync("GET", "providers/acme/models")).Body));
        Assert.NotEqual(JsonValueKind.Null, (await app.OkAsync("GET", "providers/acme")).Body.GetProperty("discovery").GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task An_unknown_provider_is_404_and_the_demo_has_no_list()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await ProviderApp.StartAsync(database.Options);
        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync("GET", "providers/nobody/models")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.SendAsync("POST", "providers/nobody/models/refresh")).Status);
        Assert.Equal(["demo"], Names((await app.OkAsync("GET", "providers/demo/models")).Body));
        Assert.Equal(HttpStatusCode.BadGateway, (await app.SendAsync("POST", "providers/demo/models/refresh")).Status);
    }

    private static IEnumerable<string?> Names(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetString());

    private static Task<JsonElement> AddAsync(ProviderApp app, Uri vendor, params object[] models) =>
        app.PostAsync(new { name = "acme", kind = "chat", baseUrl = new Uri(vendor, "/v1"), allowPrivateNetwork = true, models }, HttpStatusCode.Created);
}
