using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Parley.Tests.Reliability;

namespace Parley.Tests.RateLimits;

/// <summary>A client with a key that has limits.</summary>
internal sealed class LimitedKey : IDisposable
{
    private readonly ReliabilityStage _stage;

    private LimitedKey(ReliabilityStage stage, string id, HttpClient client) => (_stage, Id, Client) = (stage, id, client);

    public string Id { get; }

    public HttpClient Client { get; }

    /// <summary>Limits as the API writes them: <c>"requestsPerMinute":1</c>.</summary>
    public static async Task<LimitedKey> CreateAsync(ReliabilityStage stage, string limits)
    {
        using var response = await stage.Admin.PostAsync(new Uri("/api/v1/keys", UriKind.Relative),
            new StringContent($$$"""{"name":"limited","scopes":["gateway"],"limits":{{{{limits}}}}}""", Encoding.UTF8, new MediaTypeHeaderValue("application/json")));
        var made = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, made.GetRawText());
        return new LimitedKey(stage, made.GetProperty("id").GetString()!, stage.Parley.CreateClient(made.GetProperty("key").GetString()));
    }

    public async Task ChangeAsync(string body)
    {
        using var response = await _stage.Admin.PatchAsync(new Uri($"/api/v1/keys/{Id}", UriKind.Relative), new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    public Task<WireAnswer> AskAsync(string format = "chat", string model = "chat/n3", bool stream = false) => new WireCall(format, model, stream).AskAsync(Client);

    /// <summary>Begins a stream and reads of it until something came.</summary>
    public async Task<HttpResponseMessage> BeginAsync(string model, string format = "chat", params (string Name, string Value)[] headers)
    {
        using var request = new WireCall(format, model, Stream: true).ToRequest();
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.IsSuccessStatusCode) Assert.True(await (await response.Content.ReadAsStreamAsync()).ReadAsync(new byte[16]) > 0);
        return response;
    }

    public static long Number(HttpResponseHeaders headers, string name) => long.Parse(headers.GetValues(name).Single(), CultureInfo.InvariantCulture);

    public void Dispose() => Client.Dispose();
}
