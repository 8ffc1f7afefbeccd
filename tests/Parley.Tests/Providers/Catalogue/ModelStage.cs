using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Providers.Catalogue;

/// <summary>Providers with models of which much, little and nothing is known, and one that takes any.</summary>
internal static class ModelStage
{
    public static async Task<ProviderApp> StartAsync(TestDatabase database, Dictionary<string, string?>? configuration = null)
    {
        var app = await ProviderApp.StartAsync(database.Options, configuration);
        await app.PostAsync(new { name = "openai", kind = "chat", baseUrl = "https://api.acme.example/v1", apiKeys = new[] { "k" }, models = new object[] { new { id = "fast", upstreamName = "gpt-5-mini" }, new { id = "gpt-4o" } } }, HttpStatusCode.Created);
        await app.PostAsync(new { name = "acme", kind = "chat", baseUrl = "https://acme.example/v1", models = new[] { new { id = "mystery" } } }, HttpStatusCode.Created);
        await app.PostAsync(new { name = "deepseek", kind = "chat", baseUrl = "https://deep.example/v1", models = new[] { new { id = "vendor/deep", upstreamName = "deepseek-v4-pro" } } }, HttpStatusCode.Created);
        await app.PostAsync(new { name = "any", kind = "chat", baseUrl = "https://any.example/v1" }, HttpStatusCode.Created);
        return app;
    }

    public static async Task<(HttpStatusCode Status, string? Tag, JsonElement Body)> PatchAsync(ProviderApp app, string id, string body, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "models/" + id) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        using var answer = await app.Client.SendAsync(request);
        return (answer.StatusCode, answer.Headers.ETag?.Tag, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    public static IEnumerable<string> Ids(JsonElement page) => page.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("id").GetString()!);
}
