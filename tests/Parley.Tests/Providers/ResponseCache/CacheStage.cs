using System.Net.Http.Json;
using System.Text.Json;
using Parley.Tests.Reliability;

namespace Parley.Tests.Providers.ResponseCache;

/// <summary>A server with its simulator, and what a caller can do with its cache.</summary>
public sealed class CacheStage : IAsyncLifetime
{
    internal ReliabilityStage Stage { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Stage = await ReliabilityStage.StartAsync();

    public ValueTask DisposeAsync() => Stage.DisposeAsync();

    /// <summary>Asks with what the header shall say (null: nothing); the answer's bytes, what the header of the answer says, and the rest.</summary>
    internal Task<CacheAnswer> AskAsync(string path, string body, string? said = "max-age=300", HttpClient? client = null, CancellationToken cancellationToken = default) =>
        AskAsync(client ?? Stage.Client, path, body, said, cancellationToken);

    internal static async Task<CacheAnswer> AskAsync(HttpClient client, string path, string body, string? said, CancellationToken cancellationToken = default)
    {
        using var request = WireCall.ToRequest(path, body);
        if (said is not null) request.Headers.Add("x-parley-cache", said);
        using var response = await client.SendAsync(request, cancellationToken);
        return new CacheAnswer(
            (int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken), Value(response, "x-parley-cache"), Value(response, "x-parley-request-id")!,
            Value(response, "x-parley-provider"), Value(response, "x-parley-model"), Value(response, "x-parley-attempts"), Value(response, "x-parley-dropped"));
    }

    internal static async Task<JsonElement> StatusAsync(HttpClient client) => await client.GetFromJsonAsync<JsonElement>("/api/v1/chat/cache", TestContext.Current.CancellationToken);

    internal static async Task<(int Status, JsonElement Body)> RemoveAsync(HttpClient client, object which)
    {
        using var response = await client.PostAsJsonAsync("/api/v1/chat/cache/invalidate", which, TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken));
    }

    /// <summary>A body of a format. Prompts that differ are other requests.</summary>
    internal static (string Path, string Body) Call(string format, string model, bool stream, string prompt)
    {
        object[] messages = [new { role = "user", content = prompt }];
        return format switch
        {
            "chat" => ("/v1/chat/completions", JsonSerializer.Serialize(new { model, stream, messages })),
            "messages" => ("/v1/messages", JsonSerializer.Serialize(new { model, stream, messages, max_tokens = 4000 })),
            _ => ("/v1/responses", JsonSerializer.Serialize(new { model, stream, input = prompt, store = false })),
        };
    }

    private static string? Value(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
