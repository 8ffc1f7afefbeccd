using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Infrastructure;
using static Parley.Tests.Providers.Catalogue.ModelStage;

namespace Parley.Tests.Providers.Catalogue;

public sealed class ModelEndpointsTests
{
    public static TheoryData<bool> BothKinds => TestDatabase.BothKinds;

    [Theory]
    [MemberData(nameof(BothKinds))]
    public async Task Models_are_listed_with_what_is_known_and_nothing_of_what_is_not(bool postgres)
    {
        using var database = await TestDatabase.CreateAsync(postgres);
        await using var app = await StartAsync(database);
        var list = await app.Client.GetFromJsonAsync<JsonElement>("models");
        Assert.Equal(["demo", "fast", "gpt-4o", "mystery", "vendor/deep"], Ids(list));
        var fast = list.GetProperty("items")[1];
        Assert.Equal(("gpt-5-mini", "openai"), (fast.GetProperty("providers")[0].GetProperty("upstreamName").GetString(), fast.GetProperty("providers")[0].GetProperty("name").GetString()));
        Assert.Equal((400000, 128000, "chat", "available"), (fast.GetProperty("contextWindow").GetInt64(), fast.GetProperty("maxOutputTokens").GetInt64(), fast.GetProperty("mode").GetString(), fast.GetProperty("state").GetString()));
        var price = fast.GetProperty("price");
        Assert.Equal(("0.25", "2", "0.025", "USD", "openai", "B", "2026-08-21"), (price.GetProperty("input").GetString(), price.GetProperty("output").GetString(), price.GetProperty("cacheRead").GetString(),
            price.GetProperty("currency").GetString(), price.GetProperty("seller").GetString(), price.GetProperty("confidence").GetString(), price.GetProperty("asOf").GetString()));
        Assert.Equal(["text", "image", "file"], fast.GetProperty("modalities").GetProperty("input").EnumerateArray().Select(m => m.GetString()));
        Assert.Contains("tools", fast.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()));
        var mystery = list.GetProperty("items")[3];
        foreach (var unknown in new[] { "contextWindow", "maxOutputTokens", "price", "prices", "capabilities", "modalities", "mode", "deprecationDate", "limits" })
            Assert.False(mystery.TryGetProperty(unknown, out _), unknown);
    }

    [Theory]
    [InlineData("provider=openai", "fast", "gpt-4o")]
    [InlineData("provider=OPENAI&capability=reasoning", "fast")]
    [InlineData("capability=vision&capability=structured_output", "fast", "gpt-4o")]
    [InlineData("minContext=128000", "fast", "gpt-4o", "vendor/deep")]
    [InlineData("minContext=400000", "fast", "vendor/deep")]
    [InlineData("maxInputPrice=0.25", "fast")]
    [InlineData("maxInputPrice=2.5", "fast", "gpt-4o", "vendor/deep")]
    [InlineData("maxOutputPrice=5", "fast", "vendor/deep")]
    [InlineData("maxOutputPrice=0")]
    [InlineData("state=enabled", "demo", "fast", "gpt-4o", "mystery", "vendor/deep")]
    [InlineData("state=disabled")]
    [InlineData("state=deprecated")]
    [InlineData("provider=nobody")]
    public async Task Filters_let_pass_what_is_known_to_fit(string query, params string[] expected)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        Assert.Equal(expected, Ids(await app.Client.GetFromJsonAsync<JsonElement>("models?" + query)));
    }

    [Theory]
    [InlineData("capability=flying", "capability")]
    [InlineData("capability=structuredOutput", "capability")]
    [InlineData("minContext=-1", "minContext")]
    [InlineData("minContext=many", "minContext")]
    [InlineData("maxInputPrice=-0.1", "maxInputPrice")]
    [InlineData("maxOutputPrice=cheap", "maxOutputPrice")]
    [InlineData("state=asleep", "state")]
    [InlineData("limit=0", "limit")]
    [InlineData("cursor=!!", "cursor")]
    public async Task A_bad_filter_is_400_and_named(string query, string field)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        foreach (var path in new[] { "models?", "models/capabilities?" })
        {
            using var answer = await app.Client.GetAsync(path + query);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.True((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").TryGetProperty(field, out _));
        }
    }

    [Fact]
    public async Task Pages_are_by_name_without_gaps()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        foreach (var path in new[] { "models", "models/capabilities" })
        {
            List<string> seen = [];
            for (string? cursor = ""; cursor is not null;)
            {
                var page = await app.Client.GetFromJsonAsync<JsonElement>($"{path}?limit=2&cursor={cursor}");
                seen.AddRange(Ids(page));
                cursor = page.GetProperty("next").GetString();
            }

            Assert.Equal(["demo", "fast", "gpt-4o", "mystery", "vendor/deep"], seen);
        }
    }

    [Fact]
    public async Task The_table_says_yes_no_or_nothing()
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        var table = await app.Client.GetFromJsonAsync<JsonElement>("models/capabilities?provider=openai");
        var columns = table.GetProperty("capabilities").EnumerateArray().Select(c => c.GetString()!).ToList();
        Assert.Contains("reasoning", columns);
        Assert.DoesNotContain("fim", columns);
        var rows = table.GetProperty("items").EnumerateArray().ToDictionary(r => r.GetProperty("id").GetString()!, r => r.GetProperty("can"));
        Assert.All(rows.Values, can => Assert.Equal(columns, can.EnumerateObject().Select(c => c.Name)));
        Assert.Equal((true, false), (rows["fast"].GetProperty("reasoning").GetBoolean(), rows["gpt-4o"].GetProperty("reasoning").GetBoolean()));
        var unknown = await app.Client.GetFromJsonAsync<JsonElement>("models/capabilities?provider=acme");
        Assert.False(unknown.GetProperty("items")[0].TryGetProperty("can", out _));
    }

    [Theory]
    [InlineData("models/vendor/deep")]
    [InlineData("models/vendor%2Fdeep")]
    public async Task One_is_read_by_its_name_with_slashes(string path)
    {
        using var database = await TestDatabase.CreateAsync(postgres: false);
        await using var app = await StartAsync(database);
        using var answer = await app.Client.GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "\"0\""), (answer.StatusCode, answer.Headers.ETag?.Tag));
        var model = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal("vendor/deep", model.GetProperty("id").GetString());
        // All its prices, of which one is asked of an ordinary request now.
        Assert.True(model.GetProperty("prices").GetArrayLength() >= 3);
        Assert.Contains("all other hours", model.GetProperty("price").GetProperty("condition").GetString(), StringComparison.Ordinal);
    }
}
