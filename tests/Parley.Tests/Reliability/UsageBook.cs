using System.Net.Http.Json;
using System.Text.Json;

namespace Parley.Tests.Reliability;

/// <summary>The usage records as the API shows them.</summary>
internal sealed class UsageBook(HttpClient admin)
{
    /// <summary>All records, page by page.</summary>
    public async Task<List<JsonElement>> AllAsync()
    {
        List<JsonElement> all = [];
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/usage/events?limit=200{(cursor.Length > 0 ? $"&cursor={Uri.EscapeDataString(cursor)}" : "")}");
            all.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.GetProperty("next").GetString();
        }

        return all;
    }

    /// <summary>The record of one request; null while there is none. More than one fails the test.</summary>
    public async Task<JsonElement?> FindAsync(string requestId)
    {
        var page = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/usage/events?requestId={requestId}");
        var items = page.GetProperty("items").EnumerateArray().ToList();
        Assert.True(items.Count <= 1, $"{requestId} stands {items.Count} times in the ledger");
        return items.Count == 0 ? null : items[0];
    }

    /// <summary>The record of a request whose client did not wait for its end: it is settled soon after the vendor's connection is closed.</summary>
    public async Task<JsonElement> SettledAsync(string requestId)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await FindAsync(requestId) is { } record) return record;
            await Task.Delay(50);
        }

        throw new TimeoutException($"There is no usage record of {requestId}.");
    }

    /// <summary>The newest record of a model that was asked for, as soon as it is there.</summary>
    public async Task<JsonElement> NewestAsync(string model)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var page = await admin.GetFromJsonAsync<JsonElement>($"/api/v1/usage/events?limit=1&model={Uri.EscapeDataString(model)}");
            if (page.GetProperty("items") is var items && items.GetArrayLength() > 0) return items[0];
            await Task.Delay(50);
        }

        throw new TimeoutException($"There is no usage record of {model}.");
    }

    public static string Outcome(JsonElement record) => record.GetProperty("outcome").GetString()!;

    public static long Tokens(JsonElement record, string bucket) => record.GetProperty("tokens").GetProperty(bucket).GetInt64();
}
