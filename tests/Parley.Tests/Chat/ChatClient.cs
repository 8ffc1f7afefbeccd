using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Parley.Tests.Chat;

/// <summary>What a program of a person does.</summary>
internal static class ChatClient
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Posts, and expects a status.</summary>
    public static async Task<JsonElement> SendAsync(this HttpClient client, string path, object? body, HttpStatusCode expected = HttpStatusCode.OK, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body ?? new { }, options: JsonSerializerOptions.Web) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var response = await client.SendAsync(request, Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }

    public static async Task<JsonElement> ReadAsync(this HttpClient client, string path, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), Token);
        var text = await response.Content.ReadAsStringAsync(Token);
        Assert.True(expected == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>Begins a streamed turn; the response's head is here.</summary>
    public static async Task<HttpResponseMessage> BeginAsync(this HttpClient client, object body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/chat/stream") { Content = JsonContent.Create(body, options: JsonSerializerOptions.Web) };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        if (response.StatusCode != HttpStatusCode.OK) Assert.Fail($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(Token)}");
        return response;
    }

    public static string StreamId(this HttpResponseMessage response) => response.Headers.GetValues("x-parley-stream-id").Single();

    /// <summary>The events of a stream to its end, or until there are enough.</summary>
    public static async Task<List<StreamEvent>> EventsAsync(this HttpResponseMessage response, int most = int.MaxValue, Func<StreamEvent, bool>? until = null)
    {
        List<StreamEvent> events = [];
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Token), Encoding.UTF8);
        string? id = null, name = null, data = null;
        while (events.Count < most && await reader.ReadLineAsync(Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            else if (line.Length == 0 && data is not null)
            {
                events.Add(new StreamEvent(id is null ? null : long.Parse(id, CultureInfo.InvariantCulture), name, JsonElement.Parse(data)));
                (id, name, data) = (null, null, null);
                if (until?.Invoke(events[^1]) == true) break;
            }
        }

        return events;
    }

    public static async Task<List<StreamEvent>> PickUpAsync(this HttpClient client, string streamId, long after = 0)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/chat/streams/{streamId}");
        if (after > 0) request.Headers.Add("Last-Event-ID", after.ToString(CultureInfo.InvariantCulture));
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        if (response.StatusCode != HttpStatusCode.OK) Assert.Fail($"{(int)response.StatusCode}: {await response.Content.ReadAsStringAsync(Token)}");
        return await response.EventsAsync();
    }

    public static string Text(this IEnumerable<StreamEvent> events) =>
        string.Concat(events.Where(e => e.Name == "delta").Select(e => e.Data.GetProperty("text").GetString()));

    /// <summary>Waits for something, for as long as a busy machine may take.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo, string what)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        while (!await isSo())
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), what);
            await Task.Delay(50, Token);
        }
    }
}
