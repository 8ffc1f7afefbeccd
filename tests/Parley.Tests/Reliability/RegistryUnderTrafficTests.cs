using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Parley.Simulator;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Reliability;

/// <summary>Providers that are changed, disabled and removed while answers of theirs stream.</summary>
[Trait("Pace", "slow")]
public sealed class RegistryUnderTrafficTests(RegistryUnderTrafficTests.Stage stage) : IClassFixture<RegistryUnderTrafficTests.Stage>
{
    [Theory]
    [InlineData("remove")]
    [InlineData("disable")]
    [InlineData("readdress")]
    [InlineData("rekey")]
    public async Task A_running_stream_goes_on_to_its_end_and_the_next_request_sees_the_change(string what)
    {
        var name = $"busy-{what}";
        await stage.AddAsync(name);
        using var stream = await stage.AskAsync($"{name}/n40-itl25", stream: true);
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line && !line.Contains("content", StringComparison.Ordinal)) { }

        using var change = what switch
        {
            "remove" => await stage.Admin.DeleteAsync($"/api/v1/providers/{name}"),
            "disable" => await stage.Admin.PostAsync($"/api/v1/providers/{name}/disable", null),
            "readdress" => await stage.Admin.PatchAsJsonAsync($"/api/v1/providers/{name}", new { baseUrl = "http://127.0.0.1:9/v1", resilience = new { maxRetries = 0 } }),
            _ => await stage.Admin.PutAsJsonAsync($"/api/v1/providers/{name}/credentials", new { apiKeys = new[] { "wrong" } }),
        };
        Assert.True(change.IsSuccessStatusCode, await change.Content.ReadAsStringAsync());
        using var next = await stage.AskAsync($"{name}/n1", stream: false);
        Assert.Equal(what switch { "readdress" => HttpStatusCode.ServiceUnavailable, "rekey" => HttpStatusCode.BadGateway, _ => HttpStatusCode.NotFound }, next.StatusCode);

        var rest = await reader.ReadToEndAsync();
        Assert.Contains("\"finish_reason\":\"stop\"", rest, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]", rest.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_named_route_is_served_and_one_that_leads_nowhere_says_why()
    {
        await stage.AddAsync("routed", new { id = "plain-m", upstreamName = "n3" });
        using var set = await stage.Admin.PutAsJsonAsync("/api/v1/models/routes", new { routes = new[] { new { name = "support", candidates = new[] { new { model = "plain-m" } } } } });
        Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
        using var answer = await stage.AskAsync("support", stream: false);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var models = JsonDocument.Parse(await stage.Client.GetStringAsync("/v1/models"));
        Assert.Contains("support", models.RootElement.GetProperty("data").EnumerateArray().Select(m => m.GetProperty("id").GetString()));

        using var removed = await stage.Admin.DeleteAsync("/api/v1/providers/routed");
        using var none = await stage.AskAsync("support", stream: false);
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        Assert.Contains("nobody serves plain-m", await none.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public sealed class Stage : IAsyncLifetime
    {
        private readonly ParleyServer _server = new();
        private SimulatorServer _simulator = null!;

        internal HttpClient Admin { get; private set; } = null!;

        internal HttpClient Client { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            _simulator = await SimulatorServer.StartAsync(new() { Key = "right" });
            var (key, admin) = (await _server.CreateKeyAsync(), await _server.CreateKeyAsync("admin", "admin"));
            await _server.StartAsync();
            (Client, Admin) = (_server.CreateClient(key), _server.CreateClient(admin));
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            Admin.Dispose();
            await _server.DisposeAsync();
            await _simulator.DisposeAsync();
        }

        internal async Task AddAsync(string name, params object[] models)
        {
            using var answer = await Admin.PostAsJsonAsync("/api/v1/providers", new
            {
                name, kind = "chat", baseUrl = new Uri(_simulator.BaseAddress, "/v1"), apiKeys = new[] { "right" }, models, allowPrivateNetwork = true, resilience = new { maxRetries = 0 },
            });
            Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync());
        }

        internal async Task<HttpResponseMessage> AskAsync(string model, bool stream)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
            {
                Content = JsonContent.Create(new { model, stream, messages = new[] { new { role = "user", content = "hello" } } }),
            };
            return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }
    }
}
