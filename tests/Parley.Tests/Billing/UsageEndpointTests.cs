using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Parley.Api;
using Parley.Billing;
using Parley.Data;
using Parley.Gateway.Messages;
using Parley.Gateway.Ports;
using Parley.Shared;
using Parley.Tests.Infrastructure;
using Parley.Ui;

namespace Parley.Tests.Billing;

public sealed class UsageEndpointTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task Pages_hold_every_record_once_newest_first_even_where_times_are_equal(bool postgres)
    {
        await using var app = await StartAsync(postgres);
        // Three instants for thirty records: pages end in the middle of ties.
        for (var i = 0; i < 30; i++) await SettleAsync(app, $"r{i:D2}", intent => intent with { At = Start.AddSeconds(i / 10) });
        List<string> seen = [];
        var path = "/api/v1/usage/events?limit=7";
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await GetAsync(app, cursor.Length == 0 ? path : $"{path}&cursor={cursor}");
            seen.AddRange(Ids(page));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal(30, seen.Distinct().Count());
        Assert.Equal(30, seen.Count);
        Assert.Equal(seen.OrderByDescending(id => int.Parse(id[1..]) / 10), seen);
    }

    [Theory]
    [MemberData(nameof(TestDatabase.BothKinds), MemberType = typeof(TestDatabase))]
    public async Task Filters_choose_records(bool postgres)
    {
        await using var app = await StartAsync(postgres);
        await SettleAsync(app, "a", intent => intent with { KeyId = "k1", ModelAsked = "alias" });
        await SettleAsync(app, "b", intent => intent with { At = Start.AddHours(1) }, settlement => settlement with { Model = "other", Provider = "p2" });
        await SettleAsync(app, "c", intent => intent with { At = Start.AddHours(2) }, settlement => settlement with { Outcome = CallOutcome.Failed, Error = "upstream_failed" });
        await app.Services.GetRequiredService<IUsageLedger>().Open(LedgerRig.Intent("open")).WhenDurableAsync(default);

        foreach (var (query, expected) in new[]
        {
            ("", "c b a"), ("key=k1", "a"), ("model=alias", "a"), ("model=other", "b"), ("provider=p2", "b"), ("outcome=failed", "c"), ("requestId=b", "b"), ("requestId=none", ""),
            ("since=2026-03-01T13:00:00Z", "c b"), ("until=2026-03-01T14:00:00%2B01:00", "a"), ("since=2026-03-01T13:00:00Z&until=2026-03-01T14:00:00Z", "b"), ("outcome=completed&provider=openai", "a"),
        })
        {
            Assert.Equal((query, expected), (query, string.Join(' ', Ids(await GetAsync(app, "/api/v1/usage/events?" + query)))));
        }
    }

    [Fact]
    public async Task A_record_shows_tokens_times_and_the_vendors_own_usage_but_no_cost()
    {
        await using var app = await StartAsync(postgres: false);
        await SettleAsync(app, "a");
        await SettleAsync(app, "b", change: settlement => settlement with { Usage = null, RawUsage = default, Outcome = CallOutcome.Failed });
        var items = (await GetAsync(app, "/api/v1/usage/events")).GetProperty("items");
        var (failed, item) = (items[0], items[1]);
        Assert.Equal(40, item.GetProperty("rawUsage").GetProperty("total_tokens").GetInt32());
        Assert.Equal((1, 3, 7), (Token("input"), Token("cacheWrite5m"), Token("output")));
        Assert.Equal((0.15, 20, 90), (item.GetProperty("upstreamStartedMs").GetDouble(), item.GetProperty("ttftMs").GetDouble(), item.GetProperty("totalMs").GetDouble()));
        Assert.Equal("2026-03-01T12:00:00+00:00", item.GetProperty("at").GetString());
        Assert.Equal((10, 11, 12, 13, 14), (Token("inputImage"), Token("outputImage"), Token("images"), Token("audioMilliseconds"), Token("characters")));
        Assert.False(item.TryGetProperty("cost", out _));
        Assert.True(!failed.TryGetProperty("tokens", out var none) || none.ValueKind == JsonValueKind.Null);

        int Token(string name) => item.GetProperty("tokens").GetProperty(name).GetInt32();
    }

    [Fact]
    public async Task Units_that_a_call_did_not_use_are_left_out_and_buckets_are_not()
    {
        await using var app = await StartAsync(postgres: false);
        await SettleAsync(app, "a", change: settlement => settlement with { Usage = new Usage(Images: 2) });
        await SettleAsync(app, "b", change: settlement => settlement with { Usage = new Usage(Input: 3) });
        var items = (await GetAsync(app, "/api/v1/usage/events")).GetProperty("items");
        string[] buckets = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "output", "reasoning", "inputAudio", "outputAudio"];
        Assert.Equal(buckets, items[0].GetProperty("tokens").EnumerateObject().Select(member => member.Name));
        Assert.Equal([.. buckets, "images"], items[1].GetProperty("tokens").EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=201", "limit")]
    [InlineData("limit=x", "limit")]
    [InlineData("since=yesterday", "since")]
    [InlineData("until=2026-03-01", "until")]
    [InlineData("since=2026-03-02T00:00:00Z&until=2026-03-01T00:00:00Z", "until")]
    [InlineData("from=2026-03-02T00:00:00Z", "from")]
    [InlineData("outcome=lost", "outcome")]
    [InlineData("cursor=!", "cursor")]
    [InlineData("cursor=YWJj", "cursor")]
    [InlineData("key=", "key")]
    [InlineData("colour=red", "colour")]
    [InlineData("key=a&key=b", "key")]
    public async Task A_value_that_cannot_be_used_is_named(string query, string field)
    {
        await using var app = await StartAsync(postgres: false);
        using var answer = await SendAsync(app, "/api/v1/usage/events?" + query);
        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        Assert.True(problem.RootElement.GetProperty("errors").TryGetProperty(field, out _), problem.RootElement.ToString());
    }

    [Fact]
    public async Task Only_administrators_read_it()
    {
        await using var app = await StartAsync(postgres: false);
        using var answer = await SendAsync(app, "/api/v1/usage/events", admin: false);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static async Task<Stage> StartAsync(bool postgres)
    {
        var database = await TestDatabase.CreateAsync(postgres);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection([new("Parley:DataFolder", database.Options.DataFolder), new("Parley:Database", database.Options.Database)]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddProblems().AddUi().AddData(builder.Configuration).AddBilling(builder.Configuration);
        builder.Services.AddAuthentication("header").AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, HeaderAuthentication>("header", null);
        builder.Services.AddAuthorizationBuilder().AddPolicy(Policies.Admin, policy => policy.RequireAuthenticatedUser());
        var app = builder.Build();
        app.UseProblems();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseStrictRequests();
        app.MapBilling();
        await app.StartAsync();
        return new Stage(database, app, new HttpClient { BaseAddress = new Uri(app.Urls.First()) });
    }

    private static async Task SettleAsync(Stage app, string id, Func<UsageIntent, UsageIntent>? intent = null, Func<UsageSettlement, UsageSettlement>? change = null)
    {
        var begun = LedgerRig.Intent(id);
        await app.Services.GetRequiredService<IUsageLedger>().Open(intent?.Invoke(begun) ?? begun)
            .SettleAsync(change?.Invoke(LedgerRig.Settlement()) ?? LedgerRig.Settlement());
    }

    private static async Task<JsonElement> GetAsync(Stage app, string path)
    {
        using var answer = await SendAsync(app, path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }

    private static Task<HttpResponseMessage> SendAsync(Stage app, string path, bool admin = true)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (admin) request.Headers.Add("x-test-admin", "yes");
        return app.Client.SendAsync(request);
    }

    private static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("requestId").GetString()!);

    private sealed record Stage(TestDatabase Database, WebApplication App, HttpClient Client) : IAsyncDisposable
    {
        public IServiceProvider Services => App.Services;

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await App.DisposeAsync();
            Database.Dispose();
        }
    }
}
