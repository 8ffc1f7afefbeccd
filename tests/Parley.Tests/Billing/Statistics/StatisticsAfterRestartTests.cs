using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Parley.Simulator;
using Parley.Tests.Docs;
using Parley.Tests.Infrastructure;

namespace Parley.Tests.Billing.Statistics;

/// <summary>The real server with a simulated vendor: what was called is told, also after the process was killed.</summary>
[Trait("Pace", "slow")]
public sealed partial class StatisticsAfterRestartTests
{
    [Fact]
    public async Task A_killed_server_forgets_no_figure_and_tells_how_its_providers_are()
    {
        await using var simulator = await SimulatorServer.StartAsync();
        await using var parley = new ParleyServer();
        await parley.AddProviderAsync("acme", "chat", new Uri(simulator.BaseAddress, "/v1"), ["fast=n20-pt25-ttft30-itl2", "broken=err500"], more: ["--max-retries", "0"]);
        var (key, admin) = (await parley.CreateKeyAsync(), await parley.CreateKeyAsync("admin", "admin"));
        await parley.StartAsync();
        using var caller = parley.CreateClient(key);
        for (var i = 0; i < 5; i++) Assert.Equal(HttpStatusCode.OK, await AskAsync(caller, "fast"));
        for (var i = 0; i < 2; i++) Assert.NotEqual(HttpStatusCode.OK, await AskAsync(caller, "broken"));
        using var operators = parley.CreateClient(admin);
        var before = await GetAsync(operators, "/api/v1/providers/acme/stats");
        await parley.KillAsync();
        await parley.StartAsync();
        var after = await GetAsync(operators, "/api/v1/providers/acme/stats");

        foreach (var stats in new[] { before, after })
        {
            Assert.Equal((7, 5, 2), (stats.GetProperty("requests").GetInt32(), stats.GetProperty("outcomes").GetProperty("completed").GetInt32(), stats.GetProperty("outcomes").GetProperty("failed").GetInt32()));
            Assert.Equal(2, stats.GetProperty("errors").GetProperty("upstream_failed").GetProperty("count").GetInt32());
            Assert.Equal(5 * 25, stats.GetProperty("tokens").GetProperty("input").GetInt32());
            Assert.True(stats.GetProperty("firstTokenMs").GetProperty("p50").GetDouble() >= 29);
            Assert.True(stats.GetProperty("tokensPerSecond").GetDouble() > 0);
        }

        var performance = await GetAsync(caller, "/api/v1/chat/models/performance");
        Assert.Equal(5, performance.GetProperty("items").EnumerateArray().Single(m => m.GetProperty("id").GetString() == "fast").GetProperty("lastHour").GetProperty("answers").GetInt32());
        Assert.Contains("fast", (await GetAsync(caller, "/api/v1/chat/models")).GetProperty("items").EnumerateArray().Select(m => m.GetProperty("id").GetString()));

        using var check = await operators.PostAsync(new Uri("/api/v1/providers/health/check", UriKind.Relative), null);
        var acme = JsonElement.Parse(await check.Content.ReadAsStringAsync()).GetProperty("items").EnumerateArray().Single(p => p.GetProperty("name").GetString() == "acme");
        Assert.Equal(JsonValueKind.Null, acme.GetProperty("probes")[0].GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task Every_question_of_the_guide_is_answered()
    {
        await using var simulator = await SimulatorServer.StartAsync();
        await using var parley = new ParleyServer();
        await parley.AddProviderAsync("acme", "chat", new Uri(simulator.BaseAddress, "/v1"), ["fast=n3"]);
        var (key, admin) = (await parley.CreateKeyAsync(), await parley.CreateKeyAsync("admin", "admin"));
        await parley.StartAsync();
        var lines = Page.All.Single(page => page.Name == "docs/health.md").Code.Where(line => line.StartsWith("curl ", StringComparison.Ordinal)).ToList();
        Assert.True(lines.Count >= 6);
        foreach (var line in lines)
        {
            var address = Address().Match(line).Groups[1].Value;
            using var client = parley.CreateClient(line.Contains("$ADMIN_KEY", StringComparison.Ordinal) ? admin : key);
            using var request = new HttpRequestMessage(line.Contains("-X POST", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, new Uri(address, UriKind.Relative));
            using var answer = await client.SendAsync(request);
            Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{line}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        var checkedByVerb = await parley.RunAsync(["providers", "check", "acme"]);
        Assert.Contains("it lists 2 models", checkedByVerb.Expect(), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"http://localhost:5080(/[^""\s]+)")]
    private static partial Regex Address();

    private static async Task<HttpStatusCode> AskAsync(HttpClient client, string model)
    {
        using var answer = await client.PostAsJsonAsync("/v1/chat/completions", new { model, stream = true, messages = new[] { new { role = "user", content = "Hello" } } });
        await answer.Content.ReadAsStringAsync();
        return answer.StatusCode;
    }

    private static async Task<JsonElement> GetAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonElement.Parse(text);
    }
}
